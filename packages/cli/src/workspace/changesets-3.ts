export { validateConfig as validateConfig3 } from "@changesets/config";
