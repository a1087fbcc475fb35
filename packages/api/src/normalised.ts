import {
  type Identifier,
  type Node,
  type SourceFile,
  SyntaxKind,
  isClassDeclaration,
  isConstructorDeclaration,
  isEnumDeclaration,
  isIdentifier,
  isImportTypeNode,
  isIndexedAccessTypeNode,
  isInterfaceDeclaration,
  isMethodDeclaration,
  isMethodSignatureDeclaration,
  isPrivateIdentifier,
  isPropertySignatureDeclaration,
  isQualifiedName,
  isTypeLiteralNode,
  isTypeOperatorNode,
  isTypeReferenceNode,
  isVariableDeclaration,
} from "typescript/unstable/ast";

type Method = Node & {
  readonly name: Node;
  readonly parameters: readonly Node[] & { readonly pos: number; readonly end: number };
  readonly typeParameters?: readonly Node[] & { readonly pos: number; readonly end: number };
  readonly type?: Node;
  readonly postfixToken?: Node;
  readonly questionToken?: Node;
  readonly modifiers?: readonly Node[];
};

/**
 * The text of a declaration file such that two versions of it can be compared by assignability:
 * - without private members, which make two equal classes differ, and with protected ones as what subclasses see of them;
 * - where wanted, with methods as properties: TypeScript compares the parameters of methods in both directions;
 * - where wanted, with `unknown` for `any`, which would fit whatever it becomes;
 * - with `string` for a version number, which each release changes;
 * - with a unique symbol as a type of its own, because the symbol of another file would be another;
 * - with constant enums as other enums, which fit where they are equal;
 * - with a mark in place of each type that is compared by itself, so that one change is found once.
 */
export function normalised(
  file: SourceFile,
  {
    needed,
    marked,
    nameOf,
    methods,
    any = "kept",
  }: {
    /** The names of declarations that something is asked about; the others stay as they are. */
    readonly needed: ReadonlySet<string>;
    readonly marked: ReadonlySet<string>;
    /** The declared name of the type that a reference means, by the last word of it. */
    readonly nameOf: (word: Identifier) => string;
    readonly methods: "kept" | "properties";
    readonly any?: "kept" | "unknown";
  },
): string {
  const { text } = file;
  return render(file, 0);

  /** The text of a node from a start, with its parts rendered. */
  function render(node: Node, from: number): string {
    let out = "";
    let at = from;
    const groups = overloads(node);
    node.forEachChild((child) => {
      const start = child.getStart();
      const instead = replaced(child, groups);
      if (instead === undefined) out += text.slice(at, start) + render(child, start);
      else out += text.slice(at, start) + instead;
      at = child.end;
    });
    return out + text.slice(at, node.end);
  }

  function replaced(
    node: Node,
    groups: ReadonlyMap<string, readonly Method[]>,
  ): string | undefined {
    if (node.parent === file && isElsewhere(node, needed))
      return text.slice(node.getStart(), node.end);
    if (isHidden(node)) return "";
    if (node.kind === SyntaxKind.ProtectedKeyword)
      return isConstructorDeclaration(node.parent) ? undefined : "";
    // TypeScript treats two constant enums as different, even if they are equal.
    if (node.kind === SyntaxKind.ConstKeyword && isEnumDeclaration(node.parent)) return "";
    if (isMarked(node)) {
      const args = (node as Node & { typeArguments?: readonly Node[] }).typeArguments ?? [];
      const given = args.map((one) => render(one, one.getStart())).join(", ");
      return `${markOf(typeName(node)!)}${given === "" ? "" : `<${given}>`}`;
    }
    if (any === "unknown" && isPlainAny(node)) return "unknown";
    if (isVersion(node)) return "string";
    if (isUniqueSymbol(node)) return symbolOf(node);
    const group =
      methods === "properties" && isMethod(node) ? groups.get(keyOfMethod(node)) : undefined;
    if (group) return group[0] === node ? property(group) : "";
    return methods === "properties" && isConstructorDeclaration(node)
      ? constructing(node as Node as Method)
      : undefined;
  }

  /** A constructor, and also a function: TypeScript compares the parameters of constructors in both directions. */
  function constructing(node: Method): string {
    const own = render(node, node.getStart());
    const { members = [], typeParameters } = node.parent as unknown as Method & {
      readonly members?: readonly Method[];
    };
    const all = members.filter((one) => isConstructorDeclaration(one) && !one.modifiers?.length);
    if (all[0] !== node) return own;
    // What takes nothing may be gone: a class without a constructor has the same.
    const isEmpty = all.every(({ parameters }) => parameters.length === 0);
    const mark = any === "unknown" && isEmpty ? "?" : "";
    const signatures = all.map(
      (one) =>
        `${parametersOf({ ...(typeParameters ? { typeParameters } : {}), parameters: one.parameters })}: void;`,
    );
    return `${own} static new${mark}: { ${signatures.join(" ")} };`;
  }

  function isMarked(node: Node): boolean {
    const name = typeName(node);
    if (name === undefined || !marked.has(name)) return false;
    const { parent } = node;
    const isLookedInto =
      (isIndexedAccessTypeNode(parent) && parent.objectType === node) ||
      parent.kind === SyntaxKind.TypeOperator;
    return !isLookedInto;
  }

  function typeName(node: Node): string | undefined {
    const word = wordOfReference(node);
    return word && nameOf(word);
  }

  function property(group: readonly Method[]): string {
    const [first] = group as readonly [Method];
    const modifiers = (first.modifiers ?? [])
      .map((one) => text.slice(one.getStart(), one.end))
      .filter((word) => word !== "protected" && word !== "public")
      .join(" ");
    const isOptional = [first.questionToken, first.postfixToken].some(
      (token) => token?.kind === SyntaxKind.QuestionToken,
    );
    const name = render(first.name, first.name.getStart());
    const types = group.map((one) => `${parametersOf(one)} => ${returned(one)}`);
    const type =
      types.length === 1
        ? types[0]
        : `{ ${group.map((one) => `${parametersOf(one)}: ${returned(one)};`).join(" ")} }`;
    return `${modifiers} ${name}${isOptional ? "?" : ""}: ${type};`;
  }

  function parametersOf({
    typeParameters,
    parameters,
  }: Pick<Method, "typeParameters" | "parameters">): string {
    const types = typeParameters
      ? `<${typeParameters.map((one) => render(one, one.getStart())).join(", ")}>`
      : "";
    return `${types}(${parameters.map((one) => render(one, one.getStart())).join(", ")})`;
  }

  function returned({ type }: Method): string {
    return type ? (replaced(type, new Map()) ?? render(type, type.getStart())) : "any";
  }
}

/** Whether a declaration is of another name only. */
function isElsewhere(node: Node, needed: ReadonlySet<string>): boolean {
  const { name } = node as Node & { readonly name?: Node };
  return (
    SINGLE.has(node.kind) && name !== undefined && isIdentifier(name) && !needed.has(name.text)
  );
}

const SINGLE: ReadonlySet<SyntaxKind> = new Set([
  SyntaxKind.ClassDeclaration,
  SyntaxKind.FunctionDeclaration,
  SyntaxKind.InterfaceDeclaration,
  SyntaxKind.TypeAliasDeclaration,
]);

/** The global type that replaces one that is compared separately. */
export const markOf = (name: string): string => `__Marked_${name}`;

/** The last word of a reference to a type: `A`, `space.A`, `import("./a.js").A`. */
function wordOfReference(node: Node): Identifier | undefined {
  const name = isTypeReferenceNode(node)
    ? node.typeName
    : isImportTypeNode(node) && !node.isTypeOf
      ? node.qualifier
      : undefined;
  return name && isQualifiedName(name) ? name.right : name;
}

const isMethod = (node: Node): node is Method =>
  isMethodSignatureDeclaration(node) || isMethodDeclaration(node);

/** The methods of a class, interface or type by name; none if one refines the type of `this`. */
function overloads(node: Node): ReadonlyMap<string, readonly Method[]> {
  if (!isClassDeclaration(node) && !isInterfaceDeclaration(node) && !isTypeLiteralNode(node))
    return new Map();
  const methods = node.members.filter((member) => isMethod(member)) as readonly Method[];
  const groups = Map.groupBy(methods, keyOfMethod);
  return new Map(
    [...groups].filter(([, group]) => !group.some(({ type }) => type && saysThis(type))),
  );
}

const saysThis = (type: Node): boolean => type.kind === SyntaxKind.TypePredicate;

function keyOfMethod(method: Method): string {
  const isStatic = (method.modifiers ?? []).some(({ kind }) => kind === SyntaxKind.StaticKeyword);
  return `${isStatic ? "static " : ""}${method.name.getText()}`;
}

/** A private member, and the mark of a class that has some. */
export function isHidden(node: Node): boolean {
  if (isConstructorDeclaration(node)) return false;
  const { name, modifiers } = node as Node & { name?: Node; modifiers?: readonly Node[] };
  return (
    (name !== undefined && isPrivateIdentifier(name)) ||
    (modifiers ?? []).some(({ kind }) => kind === SyntaxKind.PrivateKeyword)
  );
}

/** `any` as the type of a value: as an argument of a type or as a constraint it means something else than `unknown`. */
function isPlainAny(node: Node): boolean {
  if (node.kind !== SyntaxKind.AnyKeyword) return false;
  for (let at = node.parent; at; at = at.parent) {
    if (ARGUMENTS.has(at.kind)) return false;
    if (STATEMENTS.has(at.kind)) return true;
  }
  return false;
}

const ARGUMENTS: ReadonlySet<SyntaxKind> = new Set([
  SyntaxKind.TypeReference,
  SyntaxKind.ImportType,
  SyntaxKind.ExpressionWithTypeArguments,
  SyntaxKind.TypeParameter,
  SyntaxKind.ConditionalType,
  SyntaxKind.TypeQuery,
  SyntaxKind.IndexedAccessType,
]);
const STATEMENTS: ReadonlySet<SyntaxKind> = new Set([
  SyntaxKind.SourceFile,
  SyntaxKind.ModuleBlock,
]);

const isVersion = (node: Node): boolean =>
  node.kind === SyntaxKind.LiteralType &&
  CONSTANTS.has(node.parent.kind) &&
  /^["']\d+\.\d+\.\d+[^"']*["']$/.test(node.getText());

const CONSTANTS: ReadonlySet<SyntaxKind> = new Set([
  SyntaxKind.VariableDeclaration,
  SyntaxKind.PropertyDeclaration,
  SyntaxKind.PropertySignature,
]);

const isUniqueSymbol = (node: Node): boolean =>
  isTypeOperatorNode(node) && node.operator === SyntaxKind.UniqueKeyword;

/** A unique text to name a member; for an unnamed property, a marked symbol. */
function symbolOf(node: Node): string {
  let at: Node | undefined = node.parent;
  while (at && !isVariableDeclaration(at) && !isClassDeclaration(at)) {
    const { name } = at as Node & { readonly name?: Node };
    if (isPropertySignatureDeclaration(at))
      return `symbol & { readonly ${JSON.stringify(`@@${name?.getText()}`)}: never }`;
    at = at.parent;
  }
  const name = (at as (Node & { name?: Node }) | undefined)?.name;
  return JSON.stringify(`@@${name && isIdentifier(name) ? name.text : "symbol"}`);
}
