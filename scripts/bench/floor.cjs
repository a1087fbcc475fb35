// The least that any check has to do: start Node, read every manifest and changeset, parse the JSON.
const { readFileSync, readdirSync } = require("node:fs");
const { join } = require("node:path");

function walk(folder, depth) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.isDirectory()) {
      if (depth > 0 && entry.name !== "node_modules" && entry.name !== ".git")
        walk(join(folder, entry.name), depth - 1);
    } else if (entry.name === "package.json")
      JSON.parse(readFileSync(join(folder, entry.name), "utf8"));
  }
}

walk(process.cwd(), 3);
for (const name of readdirSync(".changeset")) {
  if (name.endsWith(".md")) readFileSync(join(".changeset", name), "utf8");
}
