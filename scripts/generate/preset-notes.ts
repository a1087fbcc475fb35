/** A family of presets: its author, its source, and how contradictions were resolved. */
export interface Family {
  readonly title: string;
  readonly of: (preset: string) => boolean;
  readonly notes: readonly string[];
}

const begins = (start: string) => (preset: string) => preset.startsWith(start);

export const FAMILIES: readonly Family[] = [
  {
    title: "Guards",
    of: (preset) => ["no-major", "patch-only", "stay-0x"].includes(preset),
    notes: ["What most repositories wrote by hand: see [Replace your own script](replaces.md)."],
  },
  {
    title: "Ory",
    of: begins("ory/"),
    notes: [
      "“Versioning and upgrades” in the Ory documentation, as of March 2023. In November 2025 Ory removed the stages and switched to calendar versions, one number for all services: `ory/calendar`.",
      "The text derives the stage from the version number, but also lists it per project. The two can disagree: 54 releases of Oathkeeper, listed as incubating, were `-beta`. Here the policy declares the track, and the number has to fit.",
      "The text does not say which bump of an incubating project may break; the preset says `minor`, because npm’s caret on 0.y.z ends there. It promises guides for incubating projects, and “wherever possible” for the sandbox; the page opens with guides for all services, so `graduated` requires them too. Ory did not keep this up: Hydra’s guide stops at 1.5.0.",
      "Keto’s 24 tags with `-sandbox` would be refused: the text says alpha or beta.",
    ],
  },
  {
    title: "Dagster",
    of: begins("dagster/"),
    notes: [
      "“Releases and compatibility” in the Dagster documentation. The version of the libraries, `0.(core minor + 16).(core patch)`, is a train in workspace.yaml: no fixed or linked group can express it.",
      "The text keeps deprecated APIs for the whole major, but a later page on lifecycles lets a minor remove them; the preset follows the first (`removal.bump: major`). Dagster itself did not: of 37 removals that could be traced, 21 were of core APIs within 1.x, and 27 of 198 patches have a Breaking section. To follow the later page, write `removal: { bump: minor }`.",
      "Deprecations may come in any release: the text says minor and shows one in a patch.",
      "A library that graduates gets the core’s version (dagster-airflow 0.17.15 to 1.1.17), not 1.0.0.",
    ],
  },
  {
    title: "Polyaxon",
    of: begins("polyaxon/"),
    notes: [
      "“Polyaxon Versioning” of April 2019. Today’s page says that the database schema is not a public API; the preset follows the old one, where every migration requires a minor.",
      "“A new major functionality” for a major contradicts semver, where a major breaks; the preset leaves it out. To require it, set `majors` of `breaking-section`.",
      "“Every 2 weeks/month” is read as a maximum of 31 days. Polyaxon did not keep to it: 22 of 122 gaps were longer, one of them 247 days.",
    ],
  },
  {
    title: "OpenTelemetry",
    of: begins("opentelemetry/"),
    notes: [
      "“Versioning and stability for clients” in the specification. The versions of the stable and the experimental packages are a table: 1.M.P and 0.(26+M).P drifted apart when only one side had to be patched.",
      "The rule that a package name must not contain a stability word is not checked; AWS CDK requires the opposite.",
    ],
  },
  {
    title: "Platforms",
    of: () => true,
    notes: [
      "Kubernetes: twelve months or three releases, whichever is longer, for what is stable; beta APIs (nine months) belong on a track of their own. The plan does not know which API is beta.",
      "Angular: a deprecated API stays for at least the next major, a major once a year. “Minors only expand peer ranges” is `peer-range`, here with `floor` too.",
      "Backstage: dropping a version of Node is not breaking there, so a minor is enough. Its prefix `**BREAKING**:` is read like any other form of declaration.",
      "AWS CDK: alpha modules have the library’s number with `-alpha.0`; a train with the `same` version cannot express the suffix, so only the track is checked.",
      "Google Cloud: `stable` and `preview` in `.repo-metadata.json` are the two tracks; that file is not read.",
      "CNCF’s sandbox, incubating and graduated are about governance, not about versions, and have no preset.",
    ],
  },
];
