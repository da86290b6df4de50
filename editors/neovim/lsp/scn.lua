-- `scn lsp`, as Neovim 0.11 and later starts it. A setting of your own goes over it: vim.lsp.config("scn", { cmd = { … } })
return {
  cmd = { "scn", "lsp" },
  filetypes = { "scn" },
  root_markers = { "scn.toml", "pyproject.toml", ".git" },
}
