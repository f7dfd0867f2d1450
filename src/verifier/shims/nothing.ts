/** Stands in for what is imported and never called. */

export const handleEvent = undefined;
export const setImmediate = undefined;
export default undefined;
