import type { Release } from "../../facts/facts.ts";
import { TRAILERS } from "../../judge/allowed.ts";
import { changesetsBehind, declares, follows } from "../../judge/changesets-behind.ts";
import { placeOf } from "../../judge/remedy.ts";
import { type Problem, defineRule } from "../../judge/rule.ts";
import type { View } from "../../judge/view.ts";
import type { Freeze } from "../../policy/policy.ts";
import { selects } from "../../policy/selector.ts";
import { list, say } from "../../sentence.ts";

interface FreezeProblem extends Problem {
  readonly release: Release;
  readonly freeze: Freeze;
}

export const freeze = defineRule<FreezeProblem>({
  id: "freeze",
  family: "time",
  summary: "No package may be released during a freeze, except what the freeze exempts.",
  why: "A bad release during a holiday or an event is hard to fix. A freeze in the policy ends on its last day without another commit.",
  level: "error",
  looksAt: ["freezes"],
  examples: {
    reject: [
      {
        title: "A release during the freeze",
        today: "2026-12-27",
        packages: { "@acme/core": "1.2.0" },
        changesets: { feature: { "@acme/core": "minor" } },
        policies: {
          core: { packages: ["@acme/*"] },
          workspace: {
            freezes: [
              { from: "2026-12-18", to: "2027-01-04", reason: "year end", except: ["security"] },
            ],
          },
        },
      },
    ],
    accept: [
      {
        title: "A security fix",
        today: "2026-12-27",
        packages: { "@acme/core": "1.2.0" },
        changesets: {
          urgent:
            '---\n"@acme/core": patch\n---\n\nEscape file names.\n\nSecurity: GHSA-xxxx-yyyy-zzzz\n',
        },
        policies: {
          core: { packages: ["@acme/*"] },
          workspace: {
            freezes: [
              { from: "2026-12-18", to: "2027-01-04", reason: "year end", except: ["security"] },
            ],
          },
        },
      },
    ],
  },

  check: (view) =>
    view.policy.freezes
      .filter(({ from, to }) => from <= view.today && view.today <= to)
      .flatMap((now) =>
        view.judged
          .filter((release) => isFrozen(release, now) && !isExcepted(view, release, now))
          .filter((release) => !follows(view, release, (on) => isFrozen(on, now)))
          .map((release) => ({
            package: release.name,
            release,
            at: placeOf(view, release),
            freeze: now,
            because: now.line,
          })),
      ),

  message: ({ release, freeze: { to, reason } }) =>
    say`${release.name} ${release.to} would be released during a freeze (until ${to}: ${reason})`,
  help: ({ freeze: { except } }) =>
    except.length === 0
      ? say`wait; if the release is intended, add a waiver to ${"policies/waivers.yaml"} of the base branch`
      : say`wait; if it is a ${list(except, "or")} release, end the changeset with ${list(
          except.map((kind) => TRAILERS[kind] ?? kind),
          "or",
        )}`,
});

const isFrozen = (release: Release, { packages }: Freeze): boolean =>
  !packages || selects(packages, release);

function isExcepted(view: View, release: Release, { except }: Freeze): boolean {
  const asking = changesetsBehind(view, release);
  return asking.length > 0 && asking.every((changeset) => declares(changeset, except));
}
