import { closest, type Facts, type Package } from "@release-policy/core";
import { CannotJudge } from "./errors.ts";

/** The package of that name. Throws `CannotJudge` with the one that was meant. */
export function packageNamed(name: string, { packages }: Facts): Package {
  const found = packages.find((candidate) => candidate.name === name);
  if (found) return found;
  const meant = closest(
    name,
    packages.map((pkg) => pkg.name),
  );
  throw new CannotJudge({
    message: `${name} is no package of this workspace`,
    help: meant ? `did you mean ${meant}?` : "release-policy tracks lists them",
  });
}
