import { type Node, SyntaxKind } from "typescript/unstable/ast";

/** What assignability does not see: a break that a declaration shows by its modifiers or its parameters. */
export interface LostMember {
  readonly member: string;
  readonly because: string;
}

type Member = Node & {
  readonly name?: Node;
  readonly modifiers?: readonly Node[];
  readonly typeParameters?: readonly (Node & { readonly defaultType?: Node })[];
  readonly parameters?: readonly (Node & { readonly dotDotDotToken?: Node })[];
  readonly type?: Node;
  readonly members?: readonly Node[];
};

/** Members that are read-only now, abstract members that are new, and type parameters that consumers have to write otherwise. */
export function lostMembers(
  before: readonly Node[],
  after: readonly Node[],
): readonly LostMember[] {
  const [old, now] = [membersOf(before), membersOf(after)];
  const found: LostMember[] = [];
  for (const path of old.keys()) {
    const parent = now.get(path.slice(0, path.lastIndexOf(".")));
    const isGone = path !== "" && parent !== undefined && !now.has(path);
    if (isGone && GIVES_ALL.has(parent.kind)) found.push({ member: path, because: "is gone" });
  }
  for (const [path, member] of now) {
    const was = old.get(path);
    if (was && takesLess(was, member))
      found.push({ member: path, because: "takes fewer arguments now" });
    if (was && isReadOnly(member, now, path) && !isReadOnly(was, old, path) && isWritable(was))
      found.push({ member: path, because: "is read-only now" });
    if (
      has(member, SyntaxKind.AbstractKeyword) &&
      path !== "" &&
      (!was || !has(was, SyntaxKind.AbstractKeyword))
    )
      found.push({ member: path, because: "is abstract now: every subclass has to have it" });
    if (was && !takes(member, was))
      found.push({ member: path, because: "takes other type arguments" });
  }
  return found;
}

const has = ({ modifiers }: Member, kind: SyntaxKind): boolean =>
  (modifiers ?? []).some((one) => one.kind === kind);

/** A member that is not among theirs is gone: they take none from anywhere else. */
const GIVES_ALL: ReadonlySet<SyntaxKind> = new Set([SyntaxKind.EnumDeclaration]);

const isReadOnly = (member: Member, all: ReadonlyMap<string, Member>, path: string): boolean =>
  has(member, SyntaxKind.ReadonlyKeyword) ||
  (member.kind === SyntaxKind.GetAccessor && !all.has(`${path}=`));

/** Whether a call with all arguments that could be given has too many now. */
function takesLess(was: Member, now: Member): boolean {
  const [least, most] = [was, now].map(({ parameters }) =>
    parameters?.some(({ dotDotDotToken }) => dotDotDotToken) ? Infinity : parameters?.length,
  );
  return least !== undefined && most !== undefined && most < least;
}

const isWritable = ({ kind }: Node): boolean =>
  kind === SyntaxKind.PropertySignature ||
  kind === SyntaxKind.PropertyDeclaration ||
  kind === SyntaxKind.IndexSignature;

const required = ({ typeParameters = [] }: Member): number =>
  typeParameters.filter(({ defaultType }) => !defaultType).length;

/** Whether type arguments as they were written still fit in number. */
function takes(now: Member, old: Member): boolean {
  const [least, most] = [required(old), old.typeParameters?.length ?? 0];
  if (most === 0) return true;
  const count = now.typeParameters?.length ?? 0;
  return required(now) <= least && count >= most;
}

/** The members of interfaces, classes and types by path, the declaration itself as "". */
function membersOf(declarations: readonly Member[]): ReadonlyMap<string, Member> {
  const all = new Map<string, Member>();
  const visit = (node: Member, path: string, depth: number): void => {
    if (!all.has(path)) all.set(path, node);
    if (depth > MOST_DEPTH) return;
    for (const member of (node.members ?? []) as readonly Member[]) {
      const name =
        nameOfMember(member) ?? (member.kind === SyntaxKind.IndexSignature ? "[index]" : undefined);
      if (name !== undefined) visit(member, `${path}.${name}`, depth + 1);
    }
    if (node.type?.kind === SyntaxKind.TypeLiteral) visit(node.type, path, depth + 1);
  };
  for (const node of declarations) visit(node, "", 0);
  return all;
}

const MOST_DEPTH = 8;

/** A setter stands beside its getter. */
const nameOfMember = ({ kind, name }: Member): string | undefined =>
  kind === SyntaxKind.Constructor
    ? "new"
    : kind === SyntaxKind.SetAccessor
      ? `${name!.getText()}=`
      : name?.getText();
