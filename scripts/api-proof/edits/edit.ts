import { type Node, SyntaxKind } from "typescript/unstable/ast";

/** A node of a declaration file, with the parts that edits look at. */
export interface Part extends Omit<Node, "parent"> {
  readonly parent: Part;
  readonly name?: Part & { readonly text?: string };
  readonly modifiers?: readonly Part[];
  readonly parameters?: readonly Part[];
  readonly typeParameters?: readonly Part[];
  readonly type?: Part;
  readonly types?: readonly Part[];
  readonly elements?: readonly Part[];
  readonly members?: readonly Part[];
  readonly statements?: readonly Part[];
  readonly heritageClauses?: readonly (Part & { readonly token: SyntaxKind })[];
  readonly questionToken?: Part;
  readonly postfixToken?: Part;
  readonly dotDotDotToken?: Part;
  readonly constraint?: Part;
  readonly defaultType?: Part;
  readonly literal?: Part & { readonly text?: string };
  readonly declarationList?: Part & { readonly declarations: readonly Part[] };
  readonly trueType?: Part;
  readonly falseType?: Part;
  readonly templateSpans?: readonly (Part & { readonly type: Part })[];
  readonly operator?: SyntaxKind;
  readonly initializer?: Part;
  readonly moduleSpecifier?: Part;
  readonly exportClause?: Part;
  readonly propertyName?: Part;
  readonly body?: Part;
  readonly isTypeOnly?: boolean;
}

/** A piece of the file that becomes another text. */
export interface Change {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

/** A kind of edit: what it does with a node that it applies to. */
export interface Kind {
  readonly name: string;
  readonly edit: (node: Part) => readonly Change[] | undefined;
}

export const kind = (name: string, edit: Kind["edit"]): Kind => ({ name, edit });

export const replace = (node: Part, text: string): Change => ({
  from: node.getStart(),
  to: node.end,
  text,
});
export const before = (node: Part, text: string): Change => ({
  from: node.getStart(),
  to: node.getStart(),
  text,
});
export const after = (node: Part, text: string): Change => ({ from: node.end, to: node.end, text });
export const remove = (node: Part): Change => replace(node, "");
/** A statement or member that gets a neighbour. */
export const text = (node: Part): string => node.getText();

export const has = (node: Part, modifier: SyntaxKind): boolean =>
  (node.modifiers ?? []).some(({ kind: one }) => one === modifier);
export const isHidden = (node: Part): boolean =>
  has(node, SyntaxKind.PrivateKeyword) || node.name?.kind === SyntaxKind.PrivateIdentifier;

const is =
  (...kinds: readonly SyntaxKind[]) =>
  (node: Part | undefined): node is Part =>
    node !== undefined && kinds.includes(node.kind);

export const isCallable = is(
  SyntaxKind.FunctionDeclaration,
  SyntaxKind.MethodSignature,
  SyntaxKind.MethodDeclaration,
  SyntaxKind.FunctionType,
  SyntaxKind.CallSignature,
  SyntaxKind.Constructor,
);
export const isMethod = is(SyntaxKind.MethodSignature, SyntaxKind.MethodDeclaration);
export const isProperty = is(SyntaxKind.PropertySignature, SyntaxKind.PropertyDeclaration);
export const isInterface = is(SyntaxKind.InterfaceDeclaration);
export const isObjectType = is(SyntaxKind.InterfaceDeclaration, SyntaxKind.TypeLiteral);
export const isClass = is(SyntaxKind.ClassDeclaration);
export const isUnion = is(SyntaxKind.UnionType);

/** The token that makes a member or parameter optional. */
export const optionalToken = (node: Part): Part | undefined =>
  [node.questionToken, node.postfixToken].find((one) => one?.kind === SyntaxKind.QuestionToken);

/** Where the list of parameters of a callable ends: the place of `)`. */
function endOfParameters(node: Part): number {
  const last = node.parameters!.at(-1);
  const source = node.getSourceFile().text;
  if (last) {
    const comma = /^\s*,/.exec(source.slice(last.end));
    return source.indexOf(")", last.end + (comma?.[0].length ?? 0));
  }
  const from = node.typeParameters?.length
    ? source.indexOf(">", node.typeParameters.at(-1)!.end)
    : (node.name?.end ?? node.getStart());
  return source.indexOf(")", from);
}

/** One more at the end of a list of parameters. */
export function addParameter(node: Part, parameter: string): Change {
  const at = endOfParameters(node);
  const last = node.parameters!.at(-1);
  const from = last?.end ?? at;
  return { from, to: last ? at : from, text: last ? `, ${parameter}` : parameter };
}

/** Without one of a list that is parted by commas. */
export function dropFrom(list: readonly Part[], index: number): Change {
  const [one, next, last] = [list[index]!, list[index + 1], list[index - 1]];
  if (next) return { from: one.getStart(), to: next.getStart(), text: "" };
  return { from: last?.end ?? one.getStart(), to: one.end, text: "" };
}

/** A member more at the end of a type, class or enum. */
export function addMember(node: Part, member: string): Change {
  const at = node.end - 1;
  return { from: at, to: at, text: `${separator(node)}${member}` };
}

const separator = (node: Part): string => {
  const last = node.members?.at(-1);
  return last &&
    !/[;,}]$/.test(last.getText()) &&
    !/^\s*[;,]/.test(node.getSourceFile().text.slice(last.end))
    ? "; "
    : " ";
};

/** Whether a declaration has exactly one body of its name. */
export const siblings = (node: Part): readonly Part[] =>
  (node.parent.members ?? node.parent.statements ?? []).filter(
    (one) => one.name?.getText() === node.name?.getText() && one.kind === node.kind,
  );
