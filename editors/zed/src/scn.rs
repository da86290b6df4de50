//! Starts `scn lsp`: the command in Zed's settings, or else the `scn` that the project's shell finds.

use zed_extension_api::{self as zed, settings::LspSettings, LanguageServerId, Result, Worktree};

struct Scn;

impl zed::Extension for Scn {
    fn new() -> Self {
        Scn
    }

    fn language_server_command(&mut self, id: &LanguageServerId, worktree: &Worktree) -> Result<zed::Command> {
        let chosen = LspSettings::for_worktree(id.as_ref(), worktree)
            .ok()
            .and_then(|settings| settings.binary);
        let arguments = chosen.as_ref().and_then(|binary| binary.arguments.clone());
        let command = chosen
            .and_then(|binary| binary.path)
            .or_else(|| worktree.which("scn"))
            .ok_or("scn isn't installed: run `uv tool install '.[lsp]'` in a checkout of scn")?;
        Ok(zed::Command {
            command,
            args: arguments.unwrap_or_else(|| vec!["lsp".to_string()]),
            env: worktree.shell_env(),
        })
    }

    fn language_server_initialization_options(
        &mut self,
        id: &LanguageServerId,
        worktree: &Worktree,
    ) -> Result<Option<zed::serde_json::Value>> {
        LspSettings::for_worktree(id.as_ref(), worktree).map(|settings| settings.initialization_options)
    }
}

zed::register_extension!(Scn);
