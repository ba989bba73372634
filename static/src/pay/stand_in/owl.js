/** @odoo-module alias=@odoo/owl default=false */
// The few parts of Owl that core's registry, rpc and interactions use. A provider's form that
// imports more of it gets the real one: see pay_bundle.py.
export class EventBus extends EventTarget {
    trigger(name, payload) {
        this.dispatchEvent(new CustomEvent(name, {detail: payload}));
    }
}

class Markup extends String {}

export function htmlEscape(value) {
    if (value instanceof Markup) {
        return value;
    }
    const node = document.createElement("div");
    node.textContent = value ?? "";
    return new Markup(node.innerHTML);
}

export function markup(value, ...values) {
    const whole = Array.isArray(value)
        ? String.raw({raw: value}, ...values.map(htmlEscape))
        : value;
    return new Markup(whole);
}

export function whenReady(fn) {
    const ready =
        document.readyState === "loading"
            ? new Promise((resolve) =>
                  document.addEventListener("DOMContentLoaded", resolve)
              )
            : Promise.resolve();
    return ready.then(fn);
}

export const validate = () => {};
export const xml = (...args) => String.raw(...args);
export const toRaw = (value) => value;

const refuse = () => {
    throw new Error("No component can be mounted on a public page.");
};

export class Component {
    constructor() {
        refuse();
    }
}

export class App {
    constructor() {
        refuse();
    }
}

export const onWillStart = refuse;
export const onWillUnmount = refuse;
export const status = refuse;
export const useComponent = refuse;
export const useEffect = refuse;
export const useRef = refuse;
export const useState = refuse;
