import type { Location } from "./location.ts";

/** One command of a script that publishes packages of the workspace. */
export interface PublishCommand {
  readonly tool: "changesets" | "pnpm" | "npm" | "yarn" | "bun";
  /** Its `--tag`; undefined without one, false if only the shell knows the value. */
  readonly tag?: string | false;
  /** The packages that it is limited to; undefined if it publishes all. */
  readonly only?: readonly string[];
}

/** How the workspace publishes, according to its policy or scripts. Set if a rule needs it and the scripts agree. */
export interface PublishScript {
  /** In the order in which they run: what one has published, the next leaves alone. */
  readonly commands: readonly PublishCommand[];
  /** The whole script. */
  readonly text: string;
  /** Its place; `default` if neither the policy nor a script has it. */
  readonly from: "policy" | "script" | "default";
  readonly at: Location;
  /** What publishes single packages here. */
  readonly manager: "npm" | "pnpm";
}

/** The dist-tag under which a release will be published, or why the command refuses to publish it. */
export type PredictedTag =
  | {
      readonly tag: string;
      readonly by:
        | "command"
        | "default"
        | "manifest"
        | "settings"
        | "pre-mode"
        | "only-prereleases";
      /** It is `latest` where the registry only has prereleases of the package, which is not known without it. */
      readonly orLatest?: true;
    }
  | { readonly refusal: "pre-mode" | "prerelease" | "range" | "lower" };
