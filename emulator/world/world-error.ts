/** Somebody asked for a change of something that is not there. The message is for the person who asked. */
export class WorldError extends Error {}
