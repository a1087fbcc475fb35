import type { MarkdownOptions } from "release-policy";
import { formatPackageMarkdown } from "release-policy/internal";
import type { Forge, Note } from "../forge/forge.ts";
import type { Evaluation } from "../judge/evaluation.ts";
import type { PullRequest } from "../pull-request.ts";
import { readMarker } from "../sticky-comment/marker.ts";
import { upsert } from "../sticky-comment/upsert.ts";
import { commandsIn, mayCommand } from "./commands.ts";

/** Only the last questions on a busy pull request are answered. */
const MOST_QUESTIONS = 10;

/**
 * Answers every `explain` that has no answer yet. Which those are is read off the pull request itself, so that a question
 * whose webhook was lost is answered with the next run, and none is answered twice.
 */
export async function answerQuestions(
  forge: Forge,
  pullRequest: PullRequest,
  evaluation: Evaluation,
  options: MarkdownOptions & { readonly run: number },
): Promise<number> {
  if (evaluation.kind !== "judged") return 0;
  let answered = 0;
  for (const { note, packages } of await openQuestions(forge, pullRequest.number)) {
    if (!(await mayCommand(forge, note.author, "write"))) continue;
    const texts = packages.map((name) => formatPackageMarkdown(evaluation.report, name, options));
    await upsert(forge, pullRequest.number, {
      key: answerKey(note),
      body: texts.join("\n"),
      head: pullRequest.head.commit,
      run: options.run,
    });
    answered += 1;
  }
  return answered;
}

interface Question {
  readonly note: Note;
  readonly packages: readonly string[];
}

async function openQuestions(forge: Forge, number: number): Promise<readonly Question[]> {
  const answers = new Set<string>();
  const questions: Question[] = [];
  for await (const note of forge.notes(number)) {
    const key = note.own ? readMarker(note.body)?.marker.key : undefined;
    if (key !== undefined) answers.add(key);
    if (note.own || !note.body.includes("explain")) continue;
    const packages = commandsIn(note.body).flatMap((command) =>
      command.kind === "explain" ? [command.package] : [],
    );
    if (packages.length > 0) questions.push({ note, packages: packages.slice(0, 3) });
  }
  return questions.filter(({ note }) => !answers.has(answerKey(note))).slice(-MOST_QUESTIONS);
}

const answerKey = ({ id }: Note): string => `answer-${id}`;
