import {
  type Connection,
  DidChangeWatchedFilesNotification,
  type InitializeParams,
  type Position,
  type ServerCapabilities,
  TextDocumentSyncKind,
  TextDocuments,
} from "vscode-languageserver/node";
import { fileURLToPath } from "node:url";
import { TextDocument } from "vscode-languageserver-textdocument";
import { findRoot } from "../../files/files.ts";
import { messageOf } from "../../errors.ts";
import { toolVersion } from "../../tool-version.ts";
import { actionsIn } from "./actions.ts";
import { completionsAt } from "./completion.ts";
import { diagnosticsOf } from "./diagnostics.ts";
import { EditorFiles, type OpenTexts } from "./editor-files.ts";
import { hoverAt } from "./hover.ts";
import { type Answer, Judging } from "./judging.ts";

/** Between the last key and the judgement. */
const PAUSE_MS = 20;

const WATCHING = DidChangeWatchedFilesNotification.type;
const WATCHED = [
  "**/package.{json,yaml,json5}",
  "**/{pnpm-workspace.yaml,.yarnrc.yml,lerna.json,rush.json}",
  "**/.changeset/*",
  "**/policies/*",
].map((globPattern) => ({ globPattern }));

/** Answers an editor from its first message on. What it returns ends that. */
export function serveEditor(connection: Connection): () => void {
  let session: Session | undefined;
  connection.onInitialize((params) => {
    session = new Session(connection, params);
    return { serverInfo: { name: "release-policy", version: toolVersion() }, capabilities };
  });
  return () => session?.dispose();
}

const capabilities: ServerCapabilities = {
  textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: true },
  completionProvider: { triggerCharacters: ['"', " ", "-", "@", "/"] },
  hoverProvider: true,
  codeActionProvider: { codeActionKinds: ["quickfix"] },
};

class Session {
  readonly #connection: Connection;
  readonly #documents = new TextDocuments(TextDocument);
  readonly #files: EditorFiles;
  readonly #judging: Judging;
  #shown: readonly string[] = [];
  #timer: NodeJS.Timeout | undefined;

  constructor(connection: Connection, editor: InitializeParams) {
    const [folder] = editor.workspaceFolders ?? [];
    const root = findRoot(folder ? fileURLToPath(folder.uri) : process.cwd());
    const watching = editor.capabilities.workspace?.didChangeWatchedFiles;
    const isWatched = watching?.dynamicRegistration === true;
    this.#connection = connection;
    this.#files = new EditorFiles(root, isWatched);
    this.#judging = new Judging(this.#files, () => this.#texts());
    connection.onInitialized(() => {
      if (isWatched) void connection.client.register(WATCHING, { watchers: WATCHED });
      this.#changed();
    });
    this.#documents.onDidChangeContent(({ document }) => this.#changedAt(document.uri));
    this.#documents.onDidClose(({ document }) => this.#changedAt(document.uri));
    this.#documents.onDidSave(({ document }) => this.#written(document.uri));
    connection.onDidChangeWatchedFiles(({ changes }) => {
      for (const { uri } of changes) this.#written(uri);
    });
    connection.onCompletion(async ({ textDocument: { uri }, position }, token) => {
      const [path, text] = this.#upTo(uri, position);
      const judged = this.#judging.known ?? (await this.#judging.answer())?.judged;
      if (path === undefined || token.isCancellationRequested) return [];
      return completionsAt(path, text, judged);
    });
    connection.onHover(async ({ textDocument: { uri }, position }, token) => {
      const path = this.#files.pathOf(uri);
      const [line = ""] = this.#textFrom(uri, { ...position, character: 0 }).split(/\r?\n/, 1);
      const judged = (await this.#judging.answer())?.judged ?? this.#judging.known;
      const value = path && judged && hoverAt(path, line, judged);
      return value && !token.isCancellationRequested
        ? { contents: { kind: "plaintext", value } }
        : null;
    });
    connection.onCodeAction(async ({ textDocument: { uri }, range }, token) => {
      const path = this.#files.pathOf(uri);
      const findings = (await this.#judging.answer())?.judged?.report.findings;
      const hasFindings = findings?.some(({ at }) => at.path === path);
      const answer = hasFindings ? await this.#judging.answer(true) : undefined;
      if (path === undefined || !answer || token.isCancellationRequested) return [];
      return actionsIn(answer, path, range, this.#files.uriOf);
    });
    this.#documents.listen(connection);
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#files.dispose();
  }

  #texts(): OpenTexts {
    return new Map(
      this.#documents.all().flatMap((document) => {
        const path = this.#files.pathOf(document.uri);
        return path === undefined ? [] : [[path, document.getText()] as const];
      }),
    );
  }

  #upTo(uri: string, position: Position): readonly [path: string | undefined, text: string] {
    const range = { start: { line: 0, character: 0 }, end: position };
    return [this.#files.pathOf(uri), this.#documents.get(uri)?.getText(range) ?? ""];
  }

  #textFrom(uri: string, start: Position): string {
    const range = { start, end: { line: start.line + 1, character: 0 } };
    return this.#documents.get(uri)?.getText(range) ?? "";
  }

  #changedAt(uri: string): void {
    if (this.#files.pathOf(uri) !== undefined) this.#changed();
  }

  #written(uri: string): void {
    const path = this.#files.pathOf(uri);
    if (path === undefined) return;
    this.#files.changedOnDisk(path);
    this.#changed();
  }

  #changed(): void {
    this.#judging.changed();
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#publish(), PAUSE_MS);
  }

  async #publish(): Promise<void> {
    try {
      const answer = await this.#judging.answer();
      if (answer) this.#show(answer);
    } catch (error) {
      this.#connection.console.error(
        error instanceof Error ? (error.stack ?? error.message) : messageOf(error),
      );
    }
  }

  #show(answer: Answer): void {
    const found = diagnosticsOf(answer);
    for (const path of new Set([...this.#shown, ...found.keys()])) {
      const diagnostics = found.get(path) ?? [];
      void this.#connection.sendDiagnostics({ uri: this.#files.uriOf(path), diagnostics });
    }
    this.#shown = [...found.keys()];
  }
}
