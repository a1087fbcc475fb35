/** A mistake in the workflow, in words for who wrote it. */
export class WrongWorkflow extends Error {
  constructor(message: string) {
    super(message);
    this.name = "WrongWorkflow";
  }
}
