import prerelease from "semver/functions/prerelease.js";
import type { Collected } from "./data.ts";
import type { Judged } from "./page.ts";
import { brokenBy } from "./past.ts";

const PRODUCT = "polyaxon";
/** The day of the text, with 0.4.4. */
const PROMISED = "2019-04-15";

export const policies = { product: { packages: [PRODUCT], extends: "polyaxon/product" } };

/** Every final release after the promise was made. */
export function polyaxon(releases: readonly Collected[]): Judged[] {
  const finals = releases.filter(({ versions }) => !prerelease(versions[PRODUCT]!));
  const history = finals.map(({ versions, date }) => ({
    package: PRODUCT,
    version: versions[PRODUCT]!,
    date: date!,
  }));
  return finals.flatMap((release, i): Judged[] => {
    const before = finals[i - 1];
    if (!before || before.date! < PROMISED) return [];
    const [from, to] = [before.versions[PRODUCT]!, release.versions[PRODUCT]!];
    const broken = brokenBy({
      package: PRODUCT,
      from,
      to,
      date: release.date!,
      policies,
      breaking: Array.from({ length: release.breaking ?? 0 }, () => "It works in another way."),
      added: isRestored(release)
        ? []
        : Array.from({ length: release.migrationsAdded ?? 0 }, (_, n) => `db/migrations/${n}.py`),
      history: history.slice(0, i),
    });
    return [{ name: `polyaxon ${to}`, release, broken }];
  });
}

/** Of v1.14.3: the folder was missing for a time, and came back as it was. */
const isRestored = ({ note = "" }: Collected): boolean => note.includes("re-added");
