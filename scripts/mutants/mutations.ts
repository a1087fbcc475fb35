import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseSync, Visitor } from "rolldown/utils";

/** One small change of a source file. */
export interface Mutation {
  /** From the root of the repository. */
  readonly path: string;
  readonly line: number;
  readonly start: number;
  readonly end: number;
  readonly before: string;
  readonly after: string;
  /** The expression that runs whenever the place does. */
  readonly running: Span;
  /** Whether it runs in a function, not only when its file is loaded. */
  readonly isInFunction: boolean;
}

export interface Span {
  readonly start: number;
  readonly end: number;
}

const OTHER: Readonly<Record<string, string>> = {
  "<": "<=",
  "<=": "<",
  ">": ">=",
  ">=": ">",
  "===": "!==",
  "!==": "===",
  "+": "-",
  "-": "+",
  "&&": "||",
  "||": "&&",
};

/** Every change that could be made in a file: of operators, conditions, early returns, filters and booleans. */
export function mutationsOf(root: string, path: string): Mutation[] {
  const text = readFileSync(join(root, path), "utf8");
  const found: Mutation[] = [];
  let functions = 0;
  const replace = ({ start, end }: Span, after: string, node: Span = { start, end }): void => {
    const line = text.slice(0, start).split("\n").length;
    const running = { start: node.start, end: node.end };
    const isInFunction = functions > 0;
    found.push({
      path,
      line,
      start,
      end,
      before: text.slice(start, end),
      after,
      running,
      isInFunction,
    });
  };
  const source = ({ start, end }: Span): string => text.slice(start, end);
  const swapOperator = (whole: Span, left: Span, right: Span, operator: string): void => {
    const between = { start: left.end, end: right.start };
    const at = source(between).indexOf(operator);
    const after = OTHER[operator];
    // It may be surrounded by parentheses and comments.
    if (after === undefined || at < 0) return;
    const start = between.start + at;
    replace({ start, end: start + operator.length }, after, whole);
  };
  const negate = (test: Span): void => replace(test, `!(${source(test)})`);
  // Types, and the examples on the page of a rule.
  let texts = 0;
  const enter = () => void (functions += 1);
  const leave = () => void (functions -= 1);
  new Visitor({
    FunctionDeclaration: enter,
    "FunctionDeclaration:exit": leave,
    FunctionExpression: enter,
    "FunctionExpression:exit": leave,
    ArrowFunctionExpression: enter,
    "ArrowFunctionExpression:exit": leave,
    BinaryExpression(whole) {
      const { left, right, operator } = whole;
      const isText = [left, right].some((side) => isString(side, source(side)));
      if (operator !== "+" || !isText) swapOperator(whole, left, right, operator);
    },
    LogicalExpression: (whole) => swapOperator(whole, whole.left, whole.right, whole.operator),
    IfStatement({ test, consequent, alternate }) {
      if (!alternate && isEarlyExit(consequent)) replace(test, "false");
      negate(test);
    },
    ConditionalExpression: ({ test }) => negate(test),
    CallExpression(call) {
      const {
        callee,
        arguments: [test],
      } = call;
      if (callee.type !== "MemberExpression" || callee.computed || callee.optional) return;
      if (callee.property.type !== "Identifier" || callee.property.name !== "filter") return;
      if (test) replace({ start: callee.object.end, end: call.end }, "", test);
    },
    TSLiteralType: () => void (texts += 1),
    "TSLiteralType:exit": () => void (texts -= 1),
    Property: ({ key }) => void (texts += isExamples(key) ? 1 : 0),
    "Property:exit": ({ key }) => void (texts -= isExamples(key) ? 1 : 0),
    Literal(literal) {
      if (typeof literal.value === "boolean" && texts === 0)
        replace(literal, String(!literal.value));
    },
  }).visit(parseSync(path, text).program);
  return found;
}

const isString = ({ type }: { readonly type: string }, text: string): boolean =>
  type === "TemplateLiteral" || (type === "Literal" && /^["']/.test(text));

const isExamples = (key: { readonly type: string; readonly name?: unknown }): boolean =>
  key.type === "Identifier" && key.name === "examples";

interface Statement {
  readonly type: string;
  readonly body?: unknown;
}

function isEarlyExit({ type, body }: Statement): boolean {
  if (type !== "BlockStatement") return type === "ReturnStatement" || type === "ContinueStatement";
  const [only, ...others] = body as readonly Statement[];
  return only !== undefined && others.length === 0 && isEarlyExit(only);
}
