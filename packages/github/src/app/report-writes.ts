import type { Forge, Note } from "../forge/forge.ts";
import type { Fields } from "../json-log.ts";

/** The forge, which also reports its writes: a log can link each one with its webhook. */
export function reportWrites(forge: Forge, wrote: (fields: Fields) => void): Forge {
  const setStatus = forge.setStatus?.bind(forge);
  return {
    ...forge,
    async create(number, body): Promise<Note> {
      const note = await forge.create(number, body);
      wrote({ write: "comment created", comment: note.id });
      return note;
    },
    async update(number, id, body): Promise<Note | undefined> {
      const note = await forge.update(number, id, body);
      if (note) wrote({ write: "comment updated", comment: id });
      return note;
    },
    async remove(number, id): Promise<void> {
      await forge.remove(number, id);
      wrote({ write: "comment removed", comment: id });
    },
    ...(setStatus && {
      async setStatus(commit, status): Promise<void> {
        await setStatus(commit, status);
        const { name: context, state } = status;
        wrote({ write: "status set", commit, context, state });
      },
    }),
  };
}
