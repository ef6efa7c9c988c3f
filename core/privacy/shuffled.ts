import { type RandomBytes, uniformBelow } from './random-integers.ts';

/** The same items in a random order, every order with the same probability (Fisher and Yates). */
export function shuffled<Item>(items: readonly Item[], random: RandomBytes): Item[] {
  const order = [...items];
  for (let last = order.length - 1; last > 0; last--) {
    const other = uniformBelow(last + 1, random);
    [order[last], order[other]] = [order[other] as Item, order[last] as Item];
  }
  return order;
}
