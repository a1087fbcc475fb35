import { textsOf } from "../workspace/manifest.ts";

/** What users of a package install of its dependencies. */
export const INSTALLED_FIELDS = [
  "dependencies",
  "optionalDependencies",
  "peerDependencies",
] as const;
export type InstalledField = (typeof INSTALLED_FIELDS)[number];

/** A dependency that only the workspace can resolve: `"@acme/core": "workspace:^"`. */
export interface LocalSpec {
  readonly field: InstalledField;
  readonly name: string;
  readonly spec: string;
}

const LOCAL = /^(?:workspace|catalog|link|portal|file):/;

/** The dependencies of a published manifest that no user of the package can install. */
export const localSpecs = (manifest: Readonly<Record<string, unknown>>): readonly LocalSpec[] =>
  INSTALLED_FIELDS.flatMap((field) =>
    Object.entries(textsOf(manifest[field])).flatMap(([name, spec]) =>
      LOCAL.test(spec) ? [{ field, name, spec }] : [],
    ),
  );
