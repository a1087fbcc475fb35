import { join } from "node:path";
import { runServer } from "verdaccio";

/** Verdaccio on a free port of this machine, without uplinks. It prints its port, and ends with the process that started it. */
const storage = process.argv[2]!;

const server = await runServer({
  configPath: join(storage, "config.yaml"),
  storage,
  uplinks: {},
  packages: { "**": { access: "$all", publish: "$authenticated", unpublish: "$authenticated" } },
  // Every request with a token is checked against the password, for which bcrypt takes 100 ms.
  auth: { htpasswd: { file: join(storage, "htpasswd"), max_users: 100, algorithm: "sha1" } },
  middlewares: {},
  web: { enable: false },
  log: { type: "stderr", format: "pretty", level: "error" },
});
const listening = server.listen(0, "127.0.0.1", () => {
  const address = listening.address();
  process.stdout.write(`${typeof address === "object" ? address?.port : ""}\n`);
});
// A test that waits for npm does not see that a connection is closed.
listening.keepAliveTimeout = 240_000;
process.stdin.on("end", () => process.kill(process.pid)).resume();
