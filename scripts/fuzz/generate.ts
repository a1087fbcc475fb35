import fc from "fast-check";
import { jsonText, mostly, name, pick, range, some, soup, version, yamlText } from "./words.ts";
import { TEXT_WORDS, changesetFile, changesetText } from "./changesets.ts";
import { config, preState, settings, track, waivers, workspacePolicy } from "./settings.ts";

/** Files of a workspace by path, and additional entries of its commit. */
export interface FuzzCase {
  readonly files: Readonly<Record<string, string>>;
  /** Entries of the tree that a folder cannot have, or that are not regular files: mode and path. */
  readonly entries: readonly (readonly [mode: string, path: string])[];
}

const dependencies = mostly(fc.dictionary(name, mostly(range), { maxKeys: 3 }));
const manifest = (own: string) =>
  some(
    {
      name: mostly(fc.oneof({ weight: 40, arbitrary: fc.constant(own) }, name)),
      version: mostly(version),
      private: mostly(fc.boolean()),
      dependencies,
      devDependencies: dependencies,
      peerDependencies: dependencies,
      optionalDependencies: dependencies,
      engines: mostly(fc.dictionary(pick("node", "npm"), mostly(range), { maxKeys: 2 })),
      exports: mostly(fc.dictionary(pick(".", "./x", "import"), pick(null, "./i.js"))),
    },
    ["name", "version"],
  );

const dropped = <T>(value: fc.Arbitrary<T>, weight: number) =>
  fc.option(value, { freq: weight, nil: undefined });

/** A workspace that is mostly in order, with strange things in any of its files. */
export const cases: fc.Arbitrary<FuzzCase> = fc
  .record({
    root: dropped(
      jsonText(
        some({
          name,
          private: fc.boolean(),
          workspaces: pick(["packages/*"], { packages: ["apps/*"] }),
          devDependencies: pick({ "@changesets/cli": "^2.29.0" }, { "@changesets/cli": "^3.0.0" }),
        }),
      ),
      30,
    ),
    core: jsonText(manifest("@acme/core")),
    plugin: jsonText(manifest("@acme/plugin")),
    app: dropped(jsonText(manifest("@acme/app")), 2),
    settings: dropped(yamlText(settings), 12),
    config: dropped(jsonText(config), 12),
    pre: dropped(jsonText(preState), 1),
    track: yamlText(track),
    other: dropped(yamlText(track), 1),
    workspace: dropped(yamlText(workspacePolicy), 1),
    waivers: dropped(yamlText(waivers), 1),
    ledger: dropped(yamlText(fc.dictionary(name, fc.dictionary(version, pick(["one"], null)))), 1),
    changesets: fc.dictionary(changesetFile, changesetText, { maxKeys: 4 }),
    guide: dropped(soup(TEXT_WORDS, 20), 1),
    entries: fc.array(
      fc.tuple(
        pick("120000", "160000", "100755", "100644"),
        pick(
          ".changeset/link.md",
          "packages/core/package.json",
          "policies/x.yaml",
          "packages/nul/package.json",
          ".changeset",
          "policies/a\nb.yaml",
          ".changeset/\u001B[31m.md",
        ),
      ),
      { maxLength: 1 },
    ),
  })
  .map(({ changesets, entries, ...texts }) => {
    const places: Readonly<Record<string, string>> = {
      root: "package.json",
      core: "packages/core/package.json",
      plugin: "packages/plugin/package.json",
      app: "packages/app/package.json",
      settings: "pnpm-workspace.yaml",
      config: ".changeset/config.json",
      pre: ".changeset/pre.json",
      ledger: ".changeset/ledger.yaml",
      track: "policies/core.yaml",
      other: "policies/other.yaml",
      workspace: "policies/workspace.yaml",
      waivers: "policies/waivers.yaml",
      guide: "docs/upgrade.md",
    };
    const own = Object.entries(texts).flatMap(([key, text]): [string, string][] =>
      text === undefined ? [] : [[places[key]!, text]],
    );
    const notes = Object.entries(changesets).map(([file, text]): [string, string] => [
      `.changeset/${file}`,
      text,
    ]);
    return {
      files: Object.fromEntries([...own, ...notes]),
      entries,
    };
  });
