import { SyntaxKind } from "typescript/unstable/ast";
import {
  type Kind,
  type Part,
  after,
  before,
  dropFrom,
  isUnion,
  kind,
  replace,
  text,
} from "./edit.ts";

const isText = (node: Part | undefined): boolean =>
  node?.kind === SyntaxKind.LiteralType && node.literal?.kind === SyntaxKind.StringLiteral;
const isAlias = (node: Part | undefined): boolean => node?.kind === SyntaxKind.TypeAliasDeclaration;

export const TYPES: readonly Kind[] = [
  kind("a union gets one more", (node) =>
    isUnion(node)
      ? [after(node, ` | ${isText(node.types![0]) ? '"more-of-it"' : "{ readonly more: 1 }"}`)]
      : undefined,
  ),
  kind("a union gets one less", (node) =>
    isUnion(node) && node.types!.length > 2
      ? [replace(node, node.types!.slice(0, -1).map(text).join(" | "))]
      : undefined,
  ),
  kind("the members of a union change places", (node) =>
    isUnion(node)
      ? [
          replace(
            node,
            node
              .types!.toReversed()
              .map((one) => `(${text(one)})`)
              .join(" | "),
          ),
        ]
      : undefined,
  ),
  kind("a literal changes", (node) =>
    isText(node) && node.parent.kind !== SyntaxKind.IndexedAccessType && !isArgument(node)
      ? [replace(node, '"changed-literal"')]
      : undefined,
  ),
  kind("a literal becomes a string", (node) =>
    isText(node) &&
    node.parent.kind !== SyntaxKind.IndexedAccessType &&
    !isArgument(node) &&
    !isUnion(node.parent)
      ? [replace(node, "string")]
      : undefined,
  ),
  kind("a string becomes a literal", (node) =>
    node.kind === SyntaxKind.StringKeyword && isProperty(node.parent)
      ? [replace(node, '"only"')]
      : undefined,
  ),
  kind("a template literal takes less", (node) => {
    const span =
      node.kind === SyntaxKind.TemplateLiteralType
        ? node.templateSpans?.find(({ type }) => /^(?:string|number)$/.test(text(type)))
        : undefined;
    return span ? [replace(span.type, text(span.type) === "string" ? "number" : "1")] : undefined;
  }),
  kind("a template literal takes more", (node) =>
    node.kind === SyntaxKind.TemplateLiteralType ? [replace(node, "string")] : undefined,
  ),
  kind("the branches of a conditional type change places", (node) =>
    node.kind === SyntaxKind.ConditionalType &&
    text(node.trueType!) !== text(node.falseType!) &&
    !/\binfer\b/.test(text(node))
      ? [
          replace(node.trueType!, text(node.falseType!)),
          replace(node.falseType!, text(node.trueType!)),
        ]
      : undefined,
  ),
  kind("a mapped type becomes optional", (node) => {
    if (node.kind !== SyntaxKind.MappedType || node.questionToken) return undefined;
    const at = node.getText().lastIndexOf("]:");
    return at === -1
      ? undefined
      : [{ from: node.getStart() + at + 1, to: node.getStart() + at + 1, text: "?" }];
  }),
  kind("a mapped type becomes read-only", (node) => {
    if (node.kind !== SyntaxKind.MappedType || node.getText().includes("readonly"))
      return undefined;
    const at = node.getText().indexOf("[");
    return [{ from: node.getStart() + at, to: node.getStart() + at, text: "readonly " }];
  }),
  kind("a tuple gets longer", (node) =>
    node.kind === SyntaxKind.TupleType && node.elements!.length > 0 && !text(node).includes("...")
      ? [after(node.elements!.at(-1)!, ", symbol")]
      : undefined,
  ),
  kind("a tuple gets shorter", (node) =>
    node.kind === SyntaxKind.TupleType && node.elements!.length > 1
      ? [dropFrom(node.elements!, node.elements!.length - 1)]
      : undefined,
  ),
  kind("an array becomes read-only", (node) =>
    node.kind === SyntaxKind.ArrayType &&
    node.parent.kind !== SyntaxKind.TypeOperator &&
    node.parent.kind !== SyntaxKind.ArrayType &&
    !isRest(node.parent)
      ? [before(node, "readonly ")]
      : undefined,
  ),
  kind("a read-only array can be written now", (node) =>
    node.kind === SyntaxKind.TypeOperator && node.operator === SyntaxKind.ReadonlyKeyword
      ? [replace(node, text(node.type!))]
      : undefined,
  ),
  kind("an intersection gets one less", (node) =>
    node.kind === SyntaxKind.IntersectionType
      ? [replace(node, `(${node.types!.slice(0, -1).map(text).join(" & ")})`)]
      : undefined,
  ),
  kind("an intersection gets one more", (node) =>
    node.kind === SyntaxKind.IntersectionType ? [after(node, " & { more: symbol }")] : undefined,
  ),
  kind("a type alias is of another type", (node) =>
    isAlias(node) && /^(?:string|number|boolean)$/.test(text(node.type!))
      ? [replace(node.type!, "symbol")]
      : undefined,
  ),
  kind("a unique symbol becomes a symbol", (node) =>
    node.kind === SyntaxKind.TypeOperator && node.operator === SyntaxKind.UniqueKeyword
      ? [replace(node, "symbol")]
      : undefined,
  ),
];

const isArgument = (node: Part): boolean =>
  [
    SyntaxKind.ImportType,
    SyntaxKind.TypeReference,
    SyntaxKind.ExpressionWithTypeArguments,
  ].includes(node.parent.kind);
const isRest = (node: Part): boolean =>
  node.dotDotDotToken !== undefined ||
  node.kind === SyntaxKind.RestType ||
  node.kind === SyntaxKind.NamedTupleMember;
const isProperty = (node: Part): boolean =>
  node.kind === SyntaxKind.PropertySignature || node.kind === SyntaxKind.VariableDeclaration;
