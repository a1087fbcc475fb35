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
    notes: ["What most repositories write by hand: see [replaces.md](replaces.md)."],
  },
  {
    title: "Ory",
    of: begins("ory/"),
    notes: [
      "“Versioning and upgrades” of the Ory documentation, as it stood from March 2023. In November 2025 Ory deleted the stages and went over to versions by the calendar, one number for all services: `ory/calendar`.",
      "The text reads the stage from the version number and lists it per project too. Both cannot decide: 54 releases of Oathkeeper, listed as incubating, were `-beta`. Here the track is declared, and the number has to fit.",
      "For incubating projects no bump is named that may break; the preset says `minor`, because npm’s caret on 0.y.z ends there. Guides are promised for incubating projects and “wherever possible” for the sandbox; the page opens with guides for all services, so `graduated` asks for them too. Ory departed from it: the guide of Hydra stops at 1.5.0.",
      "Keto’s 24 tags with `-sandbox` would be refused: the text says alpha or beta.",
    ],
  },
  {
    title: "Dagster",
    of: begins("dagster/"),
    notes: [
      "“Releases and compatibility” of the Dagster documentation. The number of the libraries, `0.(core minor + 16).(core patch)`, is a train in workspace.yaml: no fixed or linked group can say it.",
      "The seed text keeps deprecated APIs for the whole major, a later page on lifecycles lets a minor remove them; the preset follows the seed (`removal.bump: major`). Dagster departed from it: of 37 removals that could be traced, 21 were of core APIs within 1.x, and 27 of 198 patches have a Breaking section. Whoever follows the later page writes `removal: { bump: minor }`.",
      "Deprecations may come in any release: the text says minor and shows one in a patch.",
      "A library that graduates takes the core’s number (dagster-airflow 0.17.15 to 1.1.17), not 1.0.0.",
    ],
  },
  {
    title: "Polyaxon",
    of: begins("polyaxon/"),
    notes: [
      "“Polyaxon Versioning” of April 2019. Today’s page says that the database schema is not a public API; the preset follows the old one, where every migration takes a minor.",
      "“A new major functionality” for a major contradicts semver, where a major breaks; the preset leaves it out. Whoever wants it sets `majors` of `breaking-section`.",
      "“Every 2 weeks/month” is read as a ceiling of 31 days. Polyaxon departed from it: 22 of 122 gaps were longer, one of 247 days.",
    ],
  },
  {
    title: "OpenTelemetry",
    of: begins("opentelemetry/"),
    notes: [
      "The specification’s “Versioning and stability for clients”. The stable and the experimental line are a table: 1.M.P and 0.(26+M).P drifted apart when one side had to be patched alone.",
      "That a name must not hold a stability word is not checked; AWS CDK asks for the opposite.",
    ],
  },
  {
    title: "Platforms",
    of: () => true,
    notes: [
      "Kubernetes: twelve months or three releases, whichever is longer, for what is stable; beta APIs (nine months) belong on a track of their own. Which API is beta is not known to a plan.",
      "Angular: a deprecated API stays for at least the next major, a major once a year. “Minors only expand peer ranges” is `peer-range`, here with `floor` too.",
      "Backstage: dropping a version of Node is not breaking there, so a minor is enough. Its prefix `**BREAKING**:` is read like any other form of declaration.",
      "AWS CDK: alpha modules have the library’s number with `-alpha.0`; a train of the same number cannot say the suffix, so only the track is checked.",
      "Google Cloud: `stable` and `preview` in `.repo-metadata.json` are the two tracks; that file is not read.",
      "CNCF’s sandbox, incubating and graduated are about governance, not about versions, and have no preset.",
    ],
  },
];
