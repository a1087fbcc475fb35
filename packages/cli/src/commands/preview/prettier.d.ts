declare module "prettier/standalone.js" {
  const prettier: { readonly format: (text: string, options: object) => string };
  export default prettier;
}
declare module "prettier/parser-markdown.js" {
  const plugin: object;
  export default plugin;
}
