// @ts-check
/**
 * What this browser keeps until the server has it: drafts and the outbox, in IndexedDB, one database per person,
 * so that nothing is ever sent as somebody else.
 */

export class Store {
  /** @type {Promise<IDBDatabase>} */
  #database;

  /** @param {string} user */
  constructor(user) {
    this.#database = open(`annotator-${user}`);
    this.#database.catch(() => {});
  }

  /** @param {"drafts" | "outbox"} shelf @param {string} key @returns {Promise<any>} */
  get(shelf, key) {
    return this.#run(shelf, "readonly", (objects) => objects.get(key));
  }

  /** @param {"drafts" | "outbox"} shelf @param {string} key @param {unknown} value */
  put(shelf, key, value) {
    return this.#run(shelf, "readwrite", (objects) => objects.put(value, key));
  }

  /** @param {"drafts" | "outbox"} shelf @param {string} key */
  remove(shelf, key) {
    return this.#run(shelf, "readwrite", (objects) => objects.delete(key));
  }

  /** Remove what passes the test, looked at and removed in one transaction.
   * @param {"drafts" | "outbox"} shelf @param {string} key @param {(kept: any) => boolean} test */
  removeIf(shelf, key, test) {
    return this.#run(shelf, "readwrite", (objects) => {
      const request = objects.get(key);
      request.onsuccess = () => test(request.result) && objects.delete(key);
      return request;
    });
  }

  /** Forget everything of this person. */
  async clear() {
    for (const shelf of ["drafts", "outbox"]) await this.#run(shelf, "readwrite", (objects) => objects.clear());
  }

  /** @param {"drafts" | "outbox"} shelf @returns {Promise<string[]>} */
  keys(shelf) {
    return this.#run(shelf, "readonly", (objects) => objects.getAllKeys());
  }

  /** @param {"drafts" | "outbox"} shelf @returns {Promise<any[]>} */
  all(shelf) {
    return this.#run(shelf, "readonly", (objects) => objects.getAll());
  }

  /**
   * @param {string} shelf @param {IDBTransactionMode} mode @param {(objects: IDBObjectStore) => IDBRequest} ask
   * @returns {Promise<any>} Resolves once the transaction is complete: then it outlives the tab.
   */
  async #run(shelf, mode, ask) {
    const database = await this.#database;
    return new Promise((resolve, reject) => {
      const transaction = database.transaction(shelf, mode, { durability: "strict" });
      const request = ask(transaction.objectStore(shelf));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onerror = transaction.onabort = () => reject(transaction.error);
    });
  }
}

/** @param {string} name @returns {Promise<IDBDatabase>} */
function open(name) {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(name, 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore("drafts");
      request.result.createObjectStore("outbox");
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}
