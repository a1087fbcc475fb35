import { Socket } from "node:net";
import { text } from "node:stream/consumers";
import { evaluate, type EvaluateRequest } from "./evaluate.ts";

/** The child of `evaluateInChild`: the request comes in by standard input, and the answer goes out by a pipe that nothing else writes to. */
const request = JSON.parse(await text(process.stdin)) as EvaluateRequest;
const evaluation = await evaluate(request);
new Socket({ fd: 3, readable: false, writable: true }).end(JSON.stringify(evaluation));
