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
  summary: "Nothing is released during a freeze, but for what the freeze excepts.",
  why: "Nobody wants to mend a bad release on a holiday. Cloudflare's workers-sdk froze with a script that had to be taken out by hand three months later: a freeze of the policy ends by itself.",
  level: "error",
  examples: {
    reject: [
      {
        title: "A release in the year's last week",
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
    say`${release.name} ${release.to} would be released during a freeze (${reason}) that lasts until ${to}`,
  help: ({ freeze: { except } }) =>
    except.length === 0
      ? say`wait, or have it waived in ${"policies/waivers.yaml"} of the base branch`
      : say`wait, or, if it is one of ${list(except, "or")}, end the changeset with ${list(
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
