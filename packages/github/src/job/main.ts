#!/usr/bin/env node
import { postJob } from "./post-job.ts";

/** The face for jobs of GitLab CI, Gitea and Forgejo: only here something is printed, and the exit code set. */
const { code, text } = await postJob(process.env);
process.stdout.write(text);
process.exitCode = code;
