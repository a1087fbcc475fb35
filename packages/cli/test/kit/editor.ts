import { join } from "node:path";
import { PassThrough, type Readable, type Writable } from "node:stream";
import { pathToFileURL } from "node:url";
import { onTestFinished } from "vitest";
import {
  type ClientCapabilities,
  type CodeAction,
  type CompletionItem,
  type Diagnostic,
  FileChangeType,
  type Hover,
  type InitializeResult,
  type ProtocolConnection,
  RegistrationRequest,
  type ServerCapabilities,
  StreamMessageReader,
  StreamMessageWriter,
  type TextEdit,
  createConnection,
  createProtocolConnection,
} from "vscode-languageserver/node";
import { serveEditor } from "../../src/commands/lsp/session.ts";
import { startCli } from "./run-cli.ts";

/** An editor that has started the language server of a workspace. */
export class Editor {
  readonly root: string;
  /** What the server says that it can do. */
  announced: ServerCapabilities = {};
  /** What the server asked to be told of. */
  readonly registered: string[] = [];
  readonly #connection: ProtocolConnection;
  readonly #found = new Map<string, readonly Diagnostic[]>();
  readonly #texts = new Map<string, string>();
  #publications = 0;
  #onPublished = (): void => {};

  constructor(root: string, connection: ProtocolConnection) {
    [this.root, this.#connection] = [root, connection];
    connection.onNotification("textDocument/publishDiagnostics", ({ uri, diagnostics }) => {
      this.#found.set(uri, diagnostics as Diagnostic[]);
      this.#publications++;
      this.#onPublished();
    });
    connection.onRequest(RegistrationRequest.type, ({ registrations }) => {
      this.registered.push(...registrations.map(({ method }) => method));
    });
    connection.listen();
  }

  /** The server is a process. */
  static start(root: string): Promise<Editor> {
    const server = startCli(root, ["lsp"]);
    onTestFinished(() => void server.kill());
    return Editor.#connected(root, process.pid, server.stdout, server.stdin);
  }

  /** The server is in this process, which ends where the streams do. */
  static startHere(root: string, capabilities: ClientCapabilities = {}): Promise<Editor> {
    const [toServer, toEditor] = [new PassThrough(), new PassThrough()];
    const server = createConnection(toServer, toEditor);
    onTestFinished(serveEditor(server));
    server.listen();
    return Editor.#connected(root, null, toEditor, toServer, capabilities);
  }

  static async #connected(
    root: string,
    processId: number | null,
    from: Readable,
    to: Writable,
    capabilities: ClientCapabilities = {},
  ): Promise<Editor> {
    const connection = createProtocolConnection(
      new StreamMessageReader(from),
      new StreamMessageWriter(to),
    );
    const editor = new Editor(root, connection);
    onTestFinished(() => connection.dispose());
    const workspaceFolders = [{ uri: pathToFileURL(root).href, name: "workspace" }];
    const { capabilities: announced } = await connection.sendRequest<InitializeResult>(
      "initialize",
      {
        processId,
        rootUri: null,
        workspaceFolders,
        capabilities,
      },
    );
    editor.announced = announced;
    await connection.sendNotification("initialized", {});
    return editor;
  }

  uri = (path: string): string => pathToFileURL(join(this.root, path)).href;

  /** The text in the editor, saved or not. */
  text = (path: string): string => this.#texts.get(path)!;

  /** Shows a text as that of a file, without saving it. */
  async type(path: string, text: string): Promise<void> {
    const uri = this.uri(path);
    const isOpen = this.#texts.has(path);
    this.#texts.set(path, text);
    await (isOpen
      ? this.#connection.sendNotification("textDocument/didChange", {
          textDocument: { uri, version: Date.now() },
          contentChanges: [{ text }],
        })
      : this.#connection.sendNotification("textDocument/didOpen", {
          textDocument: { uri, languageId: "plaintext", version: 1, text },
        }));
  }

  async close(path: string): Promise<void> {
    this.#texts.delete(path);
    const textDocument = { uri: this.uri(path) };
    await this.#connection.sendNotification("textDocument/didClose", { textDocument });
  }

  /** Says that a file was changed by another program. */
  async changedOnDisk(path: string): Promise<void> {
    const changes = [{ uri: this.uri(path), type: FileChangeType.Changed }];
    await this.#connection.sendNotification("workspace/didChangeWatchedFiles", { changes });
  }

  /** What is shown in all files, once that is so for which the condition holds. */
  async diagnostics(isDone: (found: readonly (Diagnostic & { path: string })[]) => boolean) {
    for (;;) {
      const all = [...this.#found].flatMap(([uri, of]) => {
        const path = uri.slice(this.uri("").length).replace(/^\//, "");
        return of.map((one) => ({ path, ...one }));
      });
      if (this.#publications > 0 && isDone(all)) return all;
      const { promise, resolve } = Promise.withResolvers<void>();
      this.#onPublished = resolve;
      await promise;
    }
  }

  completion = (path: string, line: number, character: number): Promise<CompletionItem[]> =>
    this.#at("textDocument/completion", path, line, character);

  hover = (path: string, line: number, character: number): Promise<Hover | null> =>
    this.#at("textDocument/hover", path, line, character);

  actions(path: string, { range, ...rest }: Diagnostic): Promise<CodeAction[]> {
    const context = { diagnostics: [{ range, ...rest }] };
    const textDocument = { uri: this.uri(path) };
    return this.#connection.sendRequest("textDocument/codeAction", {
      textDocument,
      range,
      context,
    });
  }

  /** Applies an action to the texts, as an editor does. */
  async apply({ edit }: CodeAction): Promise<void> {
    for (const change of edit?.documentChanges ?? []) {
      if (!("textDocument" in change)) continue;
      const path = decodeURI(change.textDocument.uri.slice(this.uri("").length)).replace(/^\//, "");
      await this.type(path, applied(this.#texts.get(path) ?? "", change.edits as TextEdit[]));
    }
  }

  #at<T>(method: string, path: string, line: number, character: number): Promise<T> {
    const position = { line, character };
    return this.#connection.sendRequest(method, {
      textDocument: { uri: this.uri(path) },
      position,
    });
  }
}

function applied(text: string, [edit]: readonly TextEdit[]): string {
  const lines = text.split(/(?<=\n)/);
  const offset = ({ line, character }: TextEdit["range"]["start"]): number =>
    lines.slice(0, line).join("").length + character;
  const { start, end } = edit!.range;
  return text.slice(0, offset(start)) + edit!.newText + text.slice(offset(end));
}
