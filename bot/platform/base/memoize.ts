/** The function, computed once for each object that it is given: for objects that never change in place. */
export function memoize<K extends object, V extends object | string>(compute: (key: K) => V): (key: K) => V {
  const computed = new WeakMap<K, V>()
  return (key) => {
    const known = computed.get(key)
    if (known !== undefined) return known
    const value = compute(key)
    computed.set(key, value)
    return value
  }
}
