import type { Diagnostic } from "typescript/unstable/sync";
import { type Node, SyntaxKind } from "typescript/unstable/ast";
import type { Compiler } from "./compiler.ts";
import { ASSIGNED, type Element } from "./elements/elements.ts";
import { marksIn, withoutMarks } from "./stubs.ts";

/** TypeScript's error if one version of an element replaces the other. */
export interface Break {
  /**
   * As a value, as a type that consumers read, as a type that they make; by its member names, by the abstract members that
   * subclasses implement. Narrowed if nothing is left of what a value gave but null or undefined. Unknown if its name is not an
   * identifier: then no probe can mention it.
   */
  readonly way: "value" | "narrowed" | "read" | "made" | "names" | "implemented" | "unknown";
  /** `.retry`, `(options).retry`; empty for the element itself. */
  readonly member: string;
  readonly because: string;
  /** The assignment that failed. */
  readonly line: string;
  /** The types whose marks TypeScript's error names. */
  readonly marks: ReadonlySet<string>;
  /** All other words of it. */
  readonly words: ReadonlySet<string>;
  /** Only a mark has refused it, but not the type that the mark replaces. */
  readonly isRefuted?: boolean;
}

/** The breaks of each element of a pair, by its name. */
export type ElementBreaks = ReadonlyMap<string, readonly Break[]>;

/** The entry points of two versions whose normalised declarations are in a folder, and the elements to ask about. */
export interface Question {
  readonly folder: string;
  readonly before: string;
  readonly after: string;
  readonly changed: readonly (readonly [Element, Element])[];
}

/**
 * Checks with TypeScript whether the new version of each element can replace the old one, and for types also the
 * reverse: in a file of assignments between both, each on its own line.
 */
export function breaksOf(
  compiler: Compiler,
  root: string,
  stubs: string,
  all: readonly Question[],
): readonly ElementBreaks[] {
  if (all.length === 0) return [];
  const probes = all.map((question) => {
    const probe = { ...probeOf(question), path: `${question.folder}/probe.ts` };
    compiler.write(probe.path, probe.lines.join("\n"));
    return probe;
  });
  compiler.write(`${root}/stubs.d.ts`, stubs);
  const paths = probes.map(({ path }) => path);
  const program = compiler.program(root, [...paths, `${root}/stubs.d.ts`]);
  const found = probes.map(({ path, lines, questions, breaks }) => {
    const starts = lineStarts(lines);
    for (const complaint of program.complaints(path)) {
      const line = starts.findLastIndex((start) => start <= complaint.pos);
      const about = questions[line];
      if (!about) continue;
      const reason = reasonOf(complaint);
      if (about.way === "narrowed" && !isNarrowed(reason)) continue;
      breaks.set(about.name, [
        ...(breaks.get(about.name) ?? []),
        { way: about.way, line: lines[line]!, ...reason },
      ]);
    }
    return breaks;
  });
  // With their memory, before the next try needs as much.
  compiler.forgetLast();
  return found;
}

interface Probe {
  readonly lines: readonly string[];
  /** What is asked, by the line. */
  readonly questions: readonly { readonly name: string; readonly way: Break["way"] }[];
  /** Of elements that cannot be asked about. */
  readonly breaks: Map<string, readonly Break[]>;
}

function probeOf({ before, after, changed }: Question): Probe {
  const lines: string[] = [
    `import * as B from "./strict/before/${moduleName(before)}";`,
    `import * as A from "./strict/after/${moduleName(after)}";`,
    `import * as MB from "./made/before/${moduleName(before)}";`,
    `import * as MA from "./made/after/${moduleName(after)}";`,
    ...Array.from(
      { length: MOST_PARAMETERS },
      (_, i) => `interface T${i} { readonly __t${i}: ${i} }`,
    ),
  ];
  const questions: { readonly name: string; readonly way: Break["way"] }[] = [];
  const ask = (name: string, way: Break["way"], line: string) => {
    questions[lines.length] = { name, way };
    lines.push(line);
  };
  const breaks = new Map<string, readonly Break[]>();
  for (const [old, now] of changed) {
    const { name } = old;
    const path = name === ASSIGNED ? "default" : name;
    // A name may be any text, which must not get among the assignments.
    if (!path.split(".").every((part) => IDENTIFIER.test(part))) {
      const because = "its name is not an identifier";
      breaks.set(name, [{ way: "unknown", member: "", because, line: "", ...NO_WORDS }]);
      continue;
    }
    if (old.isValue)
      ask(name, "value", now.isValue ? `(): typeof B.${path} => A.${path};` : MISSING);
    if (old.isValue && now.isValue) ask(name, "narrowed", `(): typeof A.${path} => B.${path};`);
    if (!old.isType || name === ASSIGNED) continue;
    if (!now.isType) ask(name, "read", MISSING);
    else
      for (const given of argumentLists(old.node)) {
        ask(name, "read", `(v: A.${path}${given}): B.${path}${given} => v;`);
        ask(name, "made", `(v: MB.${path}${given}): MA.${path}${given} => v;`);
        const abstract = abstractMembers(old.node, now.node);
        if (abstract !== "")
          ask(
            name,
            "implemented",
            `(v: Pick<MB.${path}${given}, ${abstract}>): Pick<MA.${path}${given}, ${abstract}> => v;`,
          );
        ask(name, "names", `(v: keyof B.${path}${given}): keyof A.${path}${given} => v;`);
      }
  }
  return { lines, questions, breaks };
}

/** Consumers now only get null or undefined, so code that reads a member of it no longer compiles. */
export const isNarrowed = ({ member, because }: Pick<Break, "member" | "because">): boolean =>
  !isGiven(member) && /is not assignable to type '(?:undefined|null|never)'/.test(because);

/** Whether consumers provide the value there: a parameter, but not one of a callback. */
export const isGiven = (member: string): boolean => (member.match(/\(/g) ?? []).length % 2 === 1;

const NO_WORDS = { marks: new Set<string>(), words: new Set<string>() };
const MISSING = "const missing: never = 0;";
const MOST_PARAMETERS = 12;

const moduleName = (path: string): string =>
  path.replace(/\.d\.(ts|mts|cts)$/, (_, ending: string) => `.${ending.replace("ts", "js")}`);

const IDENTIFIER = /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u;

function lineStarts(lines: readonly string[]): readonly number[] {
  let at = 0;
  return lines.map((line) => {
    const start = at;
    at += line.length + 1;
    return start;
  });
}

type Generic = Node & {
  readonly typeParameters?: readonly (Node & {
    readonly constraint?: Node;
    readonly defaultType?: Node;
  })[];
};

/**
 * Type arguments to compare a generic type with: a unique type for each parameter, a plain one, and none if the
 * parameters have defaults. For a constrained parameter, what satisfies it.
 */
function argumentLists(node: Generic | undefined): readonly string[] {
  const parameters = node?.typeParameters ?? [];
  if (parameters.length === 0) return [""];
  const list = (plain?: string) =>
    `<${parameters
      .map(({ constraint }, i) => (constraint || i >= MOST_PARAMETERS ? "any" : (plain ?? `T${i}`)))
      .join(", ")}>`;
  const isDefault = parameters.every(({ defaultType }) => defaultType);
  return [list(), list("string"), ...(isDefault ? [""] : [])];
}

/** The names of members that are abstract in both versions, as a union. */
function abstractMembers(...nodes: readonly (Node | undefined)[]): string {
  const [old, now] = nodes.map((node) =>
    ((node as { readonly members?: readonly Named[] } | undefined)?.members ?? []).flatMap(
      ({ name, modifiers = [] }) =>
        name?.kind === SyntaxKind.Identifier &&
        modifiers.some(({ kind }) => kind === SyntaxKind.AbstractKeyword)
          ? [JSON.stringify(name.getText())]
          : [],
    ),
  );
  return [...new Set(old)].filter((name) => now!.includes(name)).join(" | ");
}

type Named = Node & { readonly name?: Node; readonly modifiers?: readonly Node[] };

/** The member and the reason in a chain of messages, the innermost last. */
function reasonOf(complaint: Diagnostic): Pick<Break, "member" | "because" | "marks" | "words"> {
  let member = "";
  let because = complaint.text;
  const [marks, words] = [new Set<string>(), new Set<string>()];
  for (let at: Diagnostic | undefined = complaint; at; at = at.messageChain?.[0]) {
    because = at.text;
    for (const name of marksIn(because)) marks.add(name);
    for (const word of because.split(/[^\p{ID_Continue}$]+/u)) words.add(word);
    const property = /^(?:Types of property|The types of) '([^']+)'/.exec(at.text)?.[1];
    const parameter = /^Types of parameters '[^']+' and '([^']+)'/.exec(at.text)?.[1];
    const missing = /^Property '([^']+)' (?:is missing|is optional|does not exist)/.exec(
      at.text,
    )?.[1];
    if (property) member += `.${property}`;
    if (parameter) member += `(${parameter})`;
    if (missing) member += `.${missing}`;
  }
  return { member, because: inWords(because), marks, words };
}

/** Without the folders of the two versions and without marks. */
const inWords = (text: string): string =>
  withoutMarks(
    text.replaceAll(/import\("[^"]*\/(before|after)\/[^"]*"\)\./g, "").replaceAll(/\s+/g, " "),
  );
