/**
 * One of something for each key, for as long as the key is: a run goes on, and what was typed stays, while another station
 * is shown. Made in a root of its own, because what derives within a page ends with that page.
 */
export function keptFor<Key extends object, Value>(make: (key: Key) => Value): (key: Key) => Value {
  const kept = new WeakMap<Key, Value>();
  return (key) => {
    const known = kept.get(key);
    if (known !== undefined) return known;
    const made: Value[] = [];
    $effect.root(() => {
      made.push(make(key));
    });
    const [value] = made;
    if (value === undefined) throw new Error('nothing was made');
    kept.set(key, value);
    return value;
  };
}
