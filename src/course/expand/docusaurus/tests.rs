use super::*;
use crate::course::files::Files;

fn expanded(text: &str) -> String {
    let files = Files::new("/nowhere".into(), "/nowhere".into());
    let mut includer = Includer::new(&files, std::collections::HashSet::new());
    let path = std::path::Path::new("/nowhere/docs/a.md");
    let folder = std::path::Path::new("/nowhere");
    let file = PageFile { path, source: folder, folder };
    let out = expand(&Text::of_file(&"a.md".into(), text), &file, &mut includer);
    out.as_str().lines().filter(|line| !line.is_empty()).map(|line| format!("{line}\n")).collect()
}

#[test]
fn javascript_goes_and_prose_stays() {
    let text = "import Tabs from '@theme/Tabs'\nimport {\n  a\n} from 'b'\n\n# T\n\n:::tip What *you* learn\n\nOne\n\n:::\n\n<Tabs>\n  <TabItem value=\"npm\" label=\"npm\">\n\n    ```js\n    import x from 'y'\n    ```\n\n  </TabItem>\n</Tabs>\n\n{/* a\ncomment */}\nText{' '}more.\n\nexport const a = {\n  b: 1\n}\n\nEnd\n";
    insta::assert_snapshot!(expanded(text), @r#"
    # T
    <docent-admonition kind="tip" title="What *you* learn">
    One
    </docent-admonition>
    <docent-tab title="npm">
    ```js
    import x from 'y'
    ```
    Text more.
    End
    "#);
}

#[test]
fn admonitions_nest_by_colons() {
    let text = "::::note[Out]\n\n:::warning\n\nin\n\n:::\n\nout\n\n::::\n\n:::\n";
    insta::assert_snapshot!(expanded(text), @r#"
    <docent-admonition kind="note" title="Out">
    <docent-admonition kind="warning" title="">
    in
    </docent-admonition>
    out
    </docent-admonition>
    :::
    "#);
}
