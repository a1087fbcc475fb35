import { runAction } from "./action/run-action.ts";

void runAction(process.env).then((code) => (process.exitCode = code));
