export { default as globs } from "picomatch";
