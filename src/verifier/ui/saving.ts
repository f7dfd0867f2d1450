/** Saves the badge's picture with the signed credential inside. */

export async function bakedPicture(kind: 'svg' | 'png'): Promise<void> {
  throw new Error(`not written yet (${kind})`);
}
