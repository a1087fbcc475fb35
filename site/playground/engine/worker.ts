import { answer, type Question } from "./engine.ts";
import { verdictOf } from "./verdict.ts";

/** Answers each question of the page with its verdict, or with the error that only a bug can cause. */
globalThis.addEventListener("message", async ({ data }: MessageEvent<Question>) => {
  try {
    globalThis.postMessage({ verdict: verdictOf(await answer(data)) });
  } catch (error) {
    globalThis.postMessage({ failure: error instanceof Error ? error.message : String(error) });
  }
});
