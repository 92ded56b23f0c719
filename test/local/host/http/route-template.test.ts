import { expect, it } from "vitest";
import { routeTemplate } from "../../../../local/host/http/route-template.js";

it.each([
  ["{a}-{b}.json", "x-y-z.json", { a: "x-y", b: "z" }],
  ["a/{b?}", "a/", {}],
  ["a/{b=9}", "a", { b: "9" }],
  ["{a:int=5}", "7", { a: "7" }],
  ["f/{n}.{e?}", "f/x.y", { n: "x", e: "y" }],
  ["f/{n}.{e?}", "f/x", { n: "x" }],
  ["{*r}", "", {}],
  ["{**r}", "a/b%20c", { r: "a/b c" }],
  ["s/{*path}", "s/a%2Fb/c", { path: "a%2Fb/c" }],
  ["s/{x}", "S/%E4%B8", { x: "%E4%B8" }],
  ["{{a}}/b", "{a}/b", {}],
  ["i/{id:int:min(3)}", "i/5", { id: "5" }],
  ["a/{b:regex(^\\d{{2}}$)}", "a/12", { b: "12" }],
  ["api/{cmdlet:regex(^(Update-AzureRmX|Update-ASRX)$)}", "api/update-asrx", { cmdlet: "update-asrx" }],
  ["a/{g:guid}", "a/11111111-1111-1111-1111-111111111111", { g: "11111111-1111-1111-1111-111111111111" }],
])("%s matches %s", (template, path, values) => {
  expect(routeTemplate(template).match(path)).toEqual(values);
});

it.each([
  ["a/{b?}", "a//1"],
  ["a/{b?}", "/a"],
  ["a/{b}", "a"],
  ["i/{id:int:min(3)}", "i/2"],
  ["i/{id:int}", "i/99999999999"],
  ["a/{b:int?}", "a/x"],
  ["a/{b:length(2,3)}", "a/x"],
  ["a/{b:alpha}", "a/x1"],
  ["a/{b:regex(^\\d{{2}}$)}", "a/123"],
])("%s does not match %s", (template, path) => {
  expect(routeTemplate(template).match(path)).toBeNull();
});

it.each(["/a", "a//b", "a?b", "{a", "a}", "{a}{b}", "{a}/{A}", "{a:foo}", "{*r}/c", "x{*r}", "{a:regex([)}"])("%s is refused", (template) => {
  expect(() => routeTemplate(template)).toThrow(/route/);
});
