;;; try.el --- Tries the server in Emacs, in batch mode  -*- lexical-binding: t; -*-

;; Prints a line for each test: its name, and `ok' or the unexpected value.

(package-initialize)
(require 'eglot)
(require 'scn-mode)

(defvar try-script "scenario: Book a day
role: A caller
language: en

FIRST_MESSAGE
  say: Hello

@day WHEN The agent asks for a day
  say: Tuesday. <silence time=\"1s\" />

AFTER @day
  say: Or Thursday.
  end call
")

(defun try-until (holds)
  "Wait until HOLDS returns something, and return that."
  (let ((deadline (+ (float-time) 10)) found)
    (while (not (or (setq found (funcall holds)) (> (float-time) deadline)))
      (accept-process-output nil 0.05))
    found))

(defun try-open (text)
  "Replace what is in the buffer by TEXT, and tell the server."
  (erase-buffer)
  (insert text)
  (goto-char (point-min))
  (eglot--signal-textDocument/didChange))

(defun try-find (words)
  "Go to the first place of WORDS."
  (goto-char (point-min))
  (search-forward words)
  (goto-char (match-beginning 0)))

(defun try-say (name holds)
  "Say whether the test called NAME HOLDS."
  (princ (format "%s: %s\n" name (if holds "ok" (buffer-string)))))

(defun try-problems ()
  "The words that have a problem."
  (flymake-start)
  (mapcar (lambda (each) (buffer-substring (flymake-diagnostic-beg each) (flymake-diagnostic-end each)))
          (flymake-diagnostics)))

(let ((file (expand-file-name "call.scn" (getenv "TRY_HOME"))))
  (with-temp-file file (insert try-script))
  (find-file file)
  (try-say "mode" (eq major-mode 'scn-mode))
  (setq eglot-sync-connect t eglot-autoshutdown t)
  (apply #'eglot (eglot--guess-contact))
  (try-say "attached" (try-until #'eglot-current-server))

  (try-open (concat try-script "\nWEHN contains \"appointment\"\n  say: A\n"))
  (try-say "diagnostics" (equal (try-until #'try-problems) '("WEHN")))

  (try-find "WEHN")
  (let ((fixes (seq-filter (lambda (each) (eq (plist-get each :isPreferred) t))
                           (jsonrpc-request (eglot--current-server-or-lose) :textDocument/codeAction
                                            (list :textDocument (eglot--TextDocumentIdentifier)
                                                  :range (list :start (eglot--pos-to-lsp-position (point))
                                                               :end (eglot--pos-to-lsp-position (+ 4 (point))))
                                                  :context (list :diagnostics (vconcat
                                                    (mapcar (lambda (each) (alist-get 'eglot-lsp-diag (flymake-diagnostic-data each)))
                                                            (flymake-diagnostics)))))))))
    (when (= (length fixes) 1)
      (eglot--apply-workspace-edit (plist-get (car fixes) :edit)))
    (try-say "quick fix" (string-match-p "^WHEN contains \"appointment\"$" (buffer-string))))

  (try-open try-script)
  (try-find "@day")
  (forward-char 2)
  (eglot-rename "weekday")
  (try-say "rename" (equal (buffer-string) (string-replace "@day" "@weekday" try-script)))

  (try-open (string-replace "  say: Or" "      say:    Or" try-script))
  (eglot-format-buffer)
  (try-say "format" (equal (buffer-string) try-script))

  (try-open (concat try-script "AFTER @"))
  (goto-char (point-max))
  (let* ((found (eglot-completion-at-point))
         (words (all-completions "" (nth 2 found))))
    (try-say "completion" (seq-some (lambda (word) (string-match-p "day" word)) words)))

  (try-open try-script)
  (goto-char (point-max))
  (switch-to-buffer (current-buffer))
  (let ((typed "language: de\nWHEN contains \"x\"\nsay: [sigh] I <3 you, {{test_profile.x}} <break time=\"1s\" />\nTHEN\nend call\n@label WHEN The agent asks\n"))
    (dolist (key (append typed nil))
      (execute-kbd-macro (if (eq key ?\n) (kbd "RET") (string key)))
      (accept-process-output nil 0.01))
    (try-say "typing" (string-suffix-p (concat "end call\n" typed) (buffer-string))))
  (set-buffer-modified-p nil)

  (let ((tests (expand-file-name "call.test.scn" (getenv "TRY_HOME"))))
    (with-temp-file tests (insert "test: The caller waits\n  hear: One moment\n  say: OK.\n"))
    (find-file tests)
    (try-until #'eglot-current-server)
    (let* ((here (eglot--pos-to-lsp-position (point-min)))
           (actions (jsonrpc-request (eglot--current-server-or-lose) :textDocument/codeAction
                                     (list :textDocument (eglot--TextDocumentIdentifier)
                                           :range (list :start here :end here) :context (list :diagnostics []))))
           (command (plist-get (seq-find (lambda (each) (string-prefix-p "Run test" (plist-get each :title))) actions) :command)))
      (eglot-execute-command (eglot--current-server-or-lose) (intern (plist-get command :command)) (plist-get command :arguments))
      (try-say "a code action runs a test" (equal (try-until #'try-problems) '("say: OK.")))))

  (let ((config (expand-file-name "scn.toml" (getenv "TRY_HOME"))))
    (with-temp-file config (insert "traget = 1\n"))
    (find-file config)
    (try-say "mode of scn.toml" (eq major-mode 'scn-config-mode))
    (apply #'eglot (eglot--guess-contact))
    (try-until #'eglot-current-server)
    (try-say "diagnostics in scn.toml" (equal (try-until #'try-problems) '("traget")))
    (try-open "tar")
    (goto-char (point-max))
    (try-say "completion in scn.toml" (member "target" (all-completions "" (nth 2 (eglot-completion-at-point)))))
    (set-buffer-modified-p nil))
  (eglot-shutdown (eglot-current-server)))

;;; try.el ends here
