-- `scn lsp`, as Neovim 0.11 and later starts it. A setting of your own goes over it: vim.lsp.config("scn", { cmd = { … } })
return {
  cmd = { "scn", "lsp" },
  filetypes = { "scn" },
  root_markers = { "scn.toml", "pyproject.toml", ".git" },
  -- Without this Neovim puts the names of offers into the script, not what they stand for.
  on_attach = function(client, buffer)
    vim.lsp.completion.enable(true, client.id, buffer, { autotrigger = true })
  end,
}
