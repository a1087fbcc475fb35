import { COMMAND_INPUTS, WORKSPACE_INPUTS } from "./command-inputs.ts";
import { ACTION_ERRORS, appErrors, guardErrors } from "./face-errors.ts";
import { type Input, type PrintedError, errorsOf } from "./inputs.ts";
import { itemOf, markdownOf } from "./items.ts";
import { POLICY_INPUTS } from "./policy-inputs.ts";
import { type Section, sectionOf } from "./rule-messages.ts";
import { type Sentences, type Template, templateFor, templatesOf } from "./templates.ts";

/** Where errors come from, with the inputs that provoke some of them. */
interface Face {
  readonly heading: string;
  readonly files: RegExp;
  readonly sentences: Sentences;
  readonly errors: (root: string) => PrintedError[] | Promise<PrintedError[]>;
}

const OBSTACLES: Sentences = { keys: ["message", "help"], any: false };
const ALL: Sentences = { keys: ["message", "help"], any: true };

const FACES: readonly Face[] = [
  {
    heading: "Command line",
    files: /^packages\/cli\/src\/(?:cli|help|main|older-node|commands\/)/,
    sentences: OBSTACLES,
    errors: () => allErrorsOf(COMMAND_INPUTS),
  },
  {
    heading: "Workspace, planner and git",
    files: /^packages\/cli\/src\/(?:changesets|check|files|git|planners|workspace)\//,
    sentences: OBSTACLES,
    errors: () => allErrorsOf(WORKSPACE_INPUTS),
  },
  {
    heading: "Policy reader",
    files: /^packages\/(?:core\/src\/policy|cli\/src\/policy)\//,
    sentences: { keys: ["message", "help", "error"], any: false },
    errors: () => allErrorsOf(POLICY_INPUTS),
  },
  {
    heading: "Guard (`@release-policy/changelog`)",
    files: /^packages\/changelog\/src\//,
    sentences: ALL,
    errors: (root) => guardErrors(root),
  },
  {
    heading: "Action and comment in any CI",
    files: /^packages\/github\/src\/(?!app\/|webhook\/)/,
    sentences: ALL,
    errors: () => ACTION_ERRORS.map((provoke) => provoke()),
  },
  {
    heading: "App",
    files: /^packages\/github\/src\/(?:app|webhook)\//,
    sentences: ALL,
    errors: () => appErrors(),
  },
];

/** The sections of the errors outside of rules. A sentence that is listed already, here or among the rules, is not repeated. */
export async function errorSections(
  root: string,
  files: readonly string[],
  listedByRules: readonly string[],
): Promise<Section[]> {
  const listed = new Set(listedByRules);
  const messagesByFace = await Promise.all(FACES.map(async (face) => await face.errors(root)));
  const printedSentences = messagesByFace
    .flat()
    .flatMap(({ message, help = "" }) => [message, help]);
  return FACES.map(({ heading, files: own, sentences }, i) => {
    const templates = files
      .filter((file) => own.test(file))
      .flatMap((file) => templatesOf(root, file, sentences));
    const unlisted = templates.filter(({ text }) => !listed.has(text));
    for (const { text } of templates) listed.add(text);
    const items = distinctMessages(messagesByFace[i]!, templates).map(({ message, help }) =>
      itemOf(markdownOf(message), help === undefined ? {} : { fix: markdownOf(help) }),
    );
    return sectionOf(heading, items, unlisted, printedSentences);
  });
}

/** One workspace after the other: some change what the next would see, such as the folder of the process. */
async function allErrorsOf(inputs: readonly Input[]): Promise<PrintedError[]> {
  const messages: PrintedError[] = [];
  for (const input of inputs) messages.push(...(await errorsOf(input)));
  return messages;
}

/** The first error of each template and fix. */
function distinctMessages(
  messages: readonly PrintedError[],
  templates: readonly Template[],
): PrintedError[] {
  const form = (text: string): string => templateFor(text, templates)?.text ?? text;
  const byForm = Map.groupBy(
    messages,
    ({ message, help = "" }) => `${form(message)}\n${form(help)}`,
  );
  return [...byForm.values()].map(([first]) => first!);
}
