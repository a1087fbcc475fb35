import { API, type Type, TypeFlags } from "typescript/unstable/sync";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Node } from "typescript/unstable/ast";
import { configure } from "./packages.ts";
import { Surface } from "./surface.ts";
import { type Expression, Walk } from "./walk.ts";

/*
 * Consumers of a package, made from its old surface alone: nothing of `packages/api` has a part in it, and nothing is known here
 * of the edit that comes later. Each is one line of a program, and legitimate if it compiles against the old version.
 *
 * A legitimate consumer
 * - calls what is exported, with each number of arguments, each member of a union and each optional property by itself;
 * - assigns what it gets to a type that it wrote out itself, reads members of it, and writes those that are not read-only;
 * - makes what the package takes, as literals or member by member, and implements its interfaces; of an interface that the package only gives, it may make
 *   a stand-in that has every member (what the members are is the stand-in's affair);
 * - constructs classes, extends them, implements their abstract members, and uses their protected ones;
 * - names exported types with as many type arguments as they take, and enum members by name.
 *
 * It is not legitimate to handle a union or an enum exhaustively, to depend on which overload inference chooses, to override a
 * method that is not abstract, to augment an interface, to use what is private, to rely on a property not being there, to implement
 * what has private members, or to read the literal of a version number.
 */

/** A consumer, and the name of the export that it is a consumer of. */
export interface Consumer {
  readonly of: string;
  /** The members on the way to what it uses. */
  readonly member: string;
  readonly line: string;
}

const ROUNDS = 3;

/** All consumers of the package that `specifier` means in `folder`; they are not compiled yet. */
export function consumersOf(folder: string, specifier: string): readonly Consumer[] {
  const api = new API({ cwd: folder });
  try {
    const found = new Map<string, Map<string, string>>();
    let expressions: readonly Expression[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      const program = programOf(api, folder, specifier, round, expressions);
      const walk = new Walk(program.surface, found);
      if (round === 0) walk.start();
      else
        expressions.forEach((one, i) => {
          const type = program.types[i];
          if (!type) return;
          if (one.made === undefined) walk.use(one, type);
          else walk.make(one.of, one.made, type, one.isStandIn ?? false);
        });
      expressions = walk.next;
    }
    return [...found].flatMap(([of, lines]) =>
      [...lines].map(([line, member]) => ({ of, member, line })),
    );
  } finally {
    api.close();
  }
}

function programOf(
  api: API,
  folder: string,
  specifier: string,
  round: number,
  expressions: readonly Expression[],
): { readonly surface: Surface; readonly types: readonly (Type | undefined)[] } {
  const file = join(folder, `round-${round}.ts`);
  const lines = expressions.map(({ text }, i) => `const e${i} = ${text};`);
  writeFileSync(
    file,
    [`import * as p from ${JSON.stringify(specifier)};`, "export {};", ...lines].join("\n"),
  );
  const config = configure(folder, `round-${round}.json`, [file]);
  const project = api.updateSnapshot({ openProjects: [config] }).getProject(config)!;
  const source = project.program.getSourceFile(file)!;
  const { statements } = source as unknown as { readonly statements: readonly Node[] };
  const { moduleSpecifier } = statements[0] as unknown as { readonly moduleSpecifier: Node };
  const module = project.checker.getSymbolAtLocation(moduleSpecifier);
  if (!module) throw new Error(`${specifier} has no declarations`);
  const types = statements.slice(2).map((statement) => {
    const { declarationList } = statement as unknown as {
      readonly declarationList: {
        readonly declarations: readonly (Node & { readonly name: Node })[];
      };
    };
    const type = project.checker.getTypeAtLocation(declarationList.declarations[0]!.name);
    return type && (type.flags & TypeFlags.Any) === 0 ? type : undefined;
  });
  return { surface: new Surface(project.checker, module), types };
}
