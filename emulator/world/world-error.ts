/** A change of something that does not exist was requested. The message is for the requester. */
export class WorldError extends Error {}
