import { execFileSync } from "node:child_process";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { DEPENDENCY_FIELDS, plain } from "@release-policy/core";
import { YAMLSeq, isSeq, parse } from "yaml";
import { run } from "../../src/cli.ts";
import { canonicalRef, refOf } from "../../src/planners/pnpm/versioning.ts";
import { changesetsBin } from "../kit/changesets-cli.ts";
import { type Place, type Reading, changeData, textAt, trackFile, writeAt } from "./place.ts";

const OPTIONS = "___experimentalUnsafeOptions_WILL_CHANGE_IN_PATCH";

/** Where the release command has its groups. */
const groupsIn = ({ report }: Place): { readonly path: string; readonly keys: readonly string[] } =>
  report.planner.id === "pnpm"
    ? { path: "pnpm-workspace.yaml", keys: ["versioning"] }
    : { path: ".changeset/config.json", keys: [] };

interface Groups {
  readonly fixed?: readonly (readonly string[])[];
  readonly versioning?: Groups;
}

interface Epic {
  readonly lead: string;
  readonly packages: readonly string[];
}

/** Whether a reference of pnpm means the package: by its name or its folder. */
const isReferenceTo = ({ facts }: Place, ref: string, name: string | undefined): boolean =>
  ref === name ||
  facts.packages.some((pkg) => pkg.name === name && canonicalRef(ref) === refOf(pkg));

function inEpic(
  place: Place,
  lead: string | undefined,
  change: (packages: readonly string[]) => readonly string[],
): void {
  changeData(place, "pnpm-workspace.yaml", (data) => {
    const { epics } = (data.toJSON() as { versioning: { epics: Epic[] } }).versioning;
    const after = epics.map((epic) =>
      isReferenceTo(place, epic.lead, lead) ? { ...epic, packages: change(epic.packages) } : epic,
    );
    data.setIn(
      ["versioning", "epics"],
      after.filter(({ packages }) => packages.length > 0),
    );
  });
}

function leaveGroup(place: Place, name: string, kind: string): void {
  const { path, keys } = groupsIn(place);
  changeData(place, path, (data) => {
    const written = data.toJSON() as Groups;
    const inFile = (keys.length > 0 ? written.versioning : written)?.[kind as "fixed"] ?? [];
    const isNamed = inFile.some((group) => group.includes(name));
    const groups = isNamed
      ? inFile
      : place.facts.groups.filter((group) => group.kind === kind).map(({ members }) => members);
    const after = groups.map((members) => members.filter((one) => one !== name));
    data.setIn(
      [...keys, kind],
      after.filter(({ length }) => length > 1),
    );
  });
}

/** Sets a key of a manifest where it is already: a field of dependencies, engines or the manifest itself. */
function setInManifest(place: Place, path: string, key: string, value: string): void {
  changeData(place, path, (data) => {
    const field = [...DEPENDENCY_FIELDS, "engines"].filter((one) => data.hasIn([one, key]));
    if (field.length === 0 && !data.has(key)) throw new Error(`${path} has no ${key}`);
    if (field.length === 0) data.set(key, value);
    for (const one of field) data.setIn([one, key], value);
  });
}

const addToPackages = (place: Place, track: string, selector: string): void =>
  changeData(place, trackFile(track), (data) => {
    const known = data.get("packages");
    const list = isSeq(known) ? known : new YAMLSeq();
    if (!isSeq(known)) list.add(known);
    list.add(selector);
    data.set("packages", list);
  });

/** Runs our own command as a person would, without a terminal. */
async function release(place: Place, line: string): Promise<void> {
  const [name = "", ...args] = line.split(" ");
  const isTable = name === "tracks";
  const options = ["--dir", place.root, ...(isTable ? [] : ["--today", place.today, "--yes"])];
  const { code, output } = await run([name, ...args, ...options], { color: false, width: 100 });
  // What `fix` leaves was there before, or is judged afterwards.
  if (code !== 0 && !isTable && name !== "fix")
    throw new Error(`release-policy ${line}: ${output}`);
}

/** Fixes that edit manifests, settings and policies, or run a command. */
export const WORKSPACE_READINGS: readonly Reading[] = [
  {
    words: /^run `release-policy ([^`]+)`(?:: .*)?$/,
    carryOut: (place, line) => release(place, line),
  },
  {
    words: /^(?:run|enter pre mode for the whole workspace with) `pnpm changeset (pre [^`]+)`$/,
    carryOut: ({ root, report }, line) => {
      if (report.planner.id === "pnpm") throw new Error("pnpm has no pre mode");
      execFileSync(process.execPath, [changesetsBin(report.planner.id), ...line.split(" ")], {
        cwd: root,
        stdio: "pipe",
      });
    },
  },
  {
    words:
      /^set `(\w+)` under `___experimentalUnsafeOptions_WILL_CHANGE_IN_PATCH` in `\.changeset\/config\.json`(?:: .*)?$/,
    carryOut: (place, option) =>
      changeData(place, ".changeset/config.json", (data) => data.setIn([OPTIONS, option], true)),
  },
  {
    words: /^split the group by track: ((?:`[^`]+` \([^)]+\)(?:, | and )?)+)$/,
    carryOut: (place, parts = "") => {
      const { path, keys } = groupsIn(place);
      const split = [...parts.matchAll(/\(([^)]+)\)/g)].map(([, members = ""]) =>
        [...members.matchAll(/`([^`]+)`/g)].map(([, name]) => name!),
      );
      const kind = place.facts.groups.find(({ members }) => members.includes(split[0]![0]!))!.kind;
      const others = place.facts.groups
        .filter((group) => group.kind === kind && !group.members.includes(split[0]![0]!))
        .map(({ members }) => members);
      changeData(place, path, (data) =>
        data.setIn([...keys, kind], [...others, ...split.filter(({ length }) => length > 1)]),
      );
    },
  },
  {
    words: /^delete `([^`]+)` under `([\w.]+)` in `([^`]+)`$/,
    carryOut: (place, key, keys, path) =>
      changeData(place, path, (data) => data.deleteIn([...keys.split("."), key])),
  },
  {
    words: /^remove `([^`]+)` from the epic of `([^`]+)`$/,
    carryOut: (place, name, lead) =>
      inEpic(place, lead, (packages) => packages.filter((one) => !isReferenceTo(place, one, name))),
  },
  {
    words: /^add `(![^`]+)` to the packages of the epic of `([^`]+)`$/,
    carryOut: (place, name, lead) => inEpic(place, lead, (packages) => [...packages, name ?? ""]),
  },
  {
    words: /^remove `([^`]+)` from the `(fixed|linked)` group$/,
    carryOut: (place, name, kind) => leaveGroup(place, name, kind),
  },
  {
    words: /^write `"([^"`]+)": "([^"`]+)"`(?: under `engines`)? in `([^`]+\.json)`$/,
    carryOut: (place, key, value, path) => setInManifest(place, path, key, value),
  },
  {
    words: /^test it there and write `"([^"`]+)": "([^"`]+)"` under `engines` in `([^`]+)`$/,
    carryOut: (place, key, value, path) => setInManifest(place, path, key, value),
  },
  {
    words: /^write `"([^"`]+)": "([^"`]+)"` under `(\w*[dD]ependencies)` in `([^`]+)`$/,
    carryOut: (place, key, value, field, path) =>
      changeData(place, path, (data) => data.setIn([field, key], value)),
  },
  {
    words: /^add `"(!?[^"`]+)"` to `packages` (?:in|of) `policies\/([^`]+)\.yaml`$/,
    carryOut: (place, selector, track) => addToPackages(place, track, selector),
  },
  {
    words: /^allow `(\w+)` under `bumps\.(\w+)` of track `([^`]+)`(?:: .*)?$/,
    carryOut: (place, bump, key, track) =>
      changeData(place, trackFile(track), (data) => {
        const list = data.getIn(["bumps", key]);
        if (isSeq(list)) list.add(bump);
        else data.setIn(["bumps", key], [...new Set(["patch", "minor", bump])]);
      }),
  },
  {
    words: /^add `([^`"]+)`$/,
    carryOut: (place, path) =>
      writeAt(place, /\.\w+$/.test(path) ? path : `${path}/index.md`, "# Notes\n"),
  },
  {
    words: /^add a heading for `([^`]+)` to `([^`]+)`$/,
    carryOut: (place, version, path) => writeAt(place, path, `# Guide\n\n## ${version}\n`),
  },
  {
    words: /^write `([^`]+)` as (?:script )?`([^`]+)` in `([^`]+)`$/,
    carryOut: (place, text, key, path) =>
      changeData(place, path, (data) =>
        data.setIn(path === "package.json" ? ["scripts", key] : [key], text),
      ),
  },
  {
    words: /^add `"release": "([^`]+)"` to the scripts in `package\.json`$/,
    carryOut: (place, text) =>
      changeData(place, "package.json", (data) => data.setIn(["scripts", "release"], text)),
  },
  {
    words: /^write a version with three numbers, such as `([^`]+)`$/,
    carryOut: (place, version) =>
      changeData(place, place.finding.at.path, (data) => data.set("version", version)),
  },
  {
    // The waiver of the finding; a file without one is not a policy file.
    words: /^delete it$/,
    carryOut: (place) => {
      const { path } = place.finding.at;
      const { waivers = [] } = parse(textAt(place, path)) as {
        waivers?: { package: string; version: string }[];
      };
      const kept = waivers.filter(
        (one) => !plain(place.finding.message).includes(`\`${one.package}@${one.version}\``),
      );
      if (kept.length > 0) changeData(place, path, (data) => data.setIn(["waivers"], kept));
      else rmSync(join(place.root, path));
    },
  },
];
