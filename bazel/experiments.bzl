"""Experiments as build actions, and comparisons of them as tests.

A run is an action: it is done anew when the experiment means something else, when
the code that it uses changes, or when its seed is new, and for no other reason. A
comparison is a test of what such runs say.
"""

FlowRunsInfo = provider(
    doc = "The runs of one experiment, a seed each.",
    fields = {
        "plan": "the experiment with every default, as a file",
        "sources": "the files that say what the experiment is",
        "data": "the files that the plan names",
        "seeds": "the seeds",
        "runs": "the run directories, in the order of the seeds",
    },
)

def _resolve(ctx, seed):
    """What the experiment means, so that runs know of no comment and no default."""
    plan = ctx.actions.declare_file("%s.plans/seed-%d.textproto" % (ctx.label.name, seed))
    ctx.actions.run_shell(
        outputs = [plan],
        inputs = [ctx.file.src] + ctx.files.deps + ctx.files.data,
        tools = [ctx.executable._flow],
        command = 'out="$1"; shift; "$@" > "$out"',
        arguments = [
            plan.path,
            ctx.executable._flow.path,
            "plan",
            ctx.file.src.path,
            "--format=textproto",
            "--seed=%d" % seed,
        ] + ["--set=" + assignment for assignment in ctx.attr.set],
        mnemonic = "FlowPlan",
        progress_message = "Checking %s" % ctx.label,
    )
    return plan

def _run(ctx, seed, plan, data):
    run = ctx.actions.declare_directory("%s/seed-%d" % (ctx.label.name, seed))
    log = ctx.actions.declare_file("%s.logs/seed-%d.txt" % (ctx.label.name, seed))
    ctx.actions.run_shell(
        outputs = [run, log],
        # a program finds its shared libraries from where it lies, which on another
        # machine is beside what is named here and nothing else
        inputs = depset(
            [plan] + data,
            transitive = [ctx.attr._trainer[DefaultInfo].default_runfiles.files],
        ),
        tools = [ctx.executable._trainer],
        # what a run tells is worth reading when it fails
        command = 'log="$1"; shift; "$@" > "$log" 2>&1 || { code=$?; cat "$log" >&2; exit $code; }',
        arguments = [
            log.path,
            ctx.executable._trainer.path,
            "run",
            plan.path,
            "--out=" + run.path,
            "--threads=%d" % ctx.attr.threads,
            "--device=" + ctx.attr.device,
        ],
        mnemonic = "FlowRun",
        progress_message = "Running %s, seed %d" % (ctx.label, seed),
    )
    return run

def _flow_experiment_impl(ctx):
    if not ctx.attr.seeds:
        fail("an experiment needs a seed: seeds = [1, 2, 3]")
    data = []
    for file in ctx.files.data:
        # a plan names them from the root of the workspace
        link = ctx.actions.declare_file("%s.plans/%s" % (ctx.label.name, file.short_path))
        ctx.actions.symlink(output = link, target_file = file)
        data.append(link)
    plans = [_resolve(ctx, seed) for seed in ctx.attr.seeds]
    runs = [
        _run(ctx, seed, plan, data)
        for seed, plan in zip(ctx.attr.seeds, plans)
    ]
    return [
        DefaultInfo(
            files = depset(runs),
            runfiles = ctx.runfiles(files = runs),
        ),
        FlowRunsInfo(
            plan = plans[0],
            sources = [ctx.file.src] + ctx.files.deps + ctx.files.data,
            data = data,
            seeds = ctx.attr.seeds,
            runs = runs,
        ),
    ]

flow_experiment = rule(
    implementation = _flow_experiment_impl,
    doc = """Trains and evaluates an experiment, once for each seed.

    `bazel build` of it makes the folders `<name>/seed-<n>`, which `flow compare` and
    `flow report` read.
    """,
    attrs = {
        "src": attr.label(
            allow_single_file = [".textproto"],
            mandatory = True,
            doc = "the experiment",
        ),
        "deps": attr.label_list(
            allow_files = [".textproto"],
            doc = "the experiments that it extends",
        ),
        "data": attr.label_list(
            allow_files = True,
            doc = "the points that it reads",
        ),
        "seeds": attr.int_list(
            default = [1, 2, 3],
            doc = "a run each, instead of the file's seed",
        ),
        "set": attr.string_list(
            doc = "settings over what the file says: train.batch=64",
        ),
        "threads": attr.int(
            default = 1,
            doc = "of one run; results do not depend on it",
        ),
        "device": attr.string(
            default = "cpu",
            values = ["cpu"],
            doc = "that runs train on",
        ),
        "_flow": attr.label(
            default = "//flowlang/cli:unstamped_flow",
            executable = True,
            cfg = "host",
        ),
        "_trainer": attr.label(
            default = "//flowlang/cli:unstamped_flow_trainer",
            executable = True,
            cfg = "host",
        ),
    },
)

def _suite_text(ctx, experiments, up):
    lines = ["# proto-message: flow.Suite", 'name: "%s"' % ctx.label.name]
    for label, info in experiments:
        lines.append('member { label: "%s" file: "%s" }' % (label, up + info.plan.short_path))
    lines.append("seeds: [%s]" % ", ".join([str(seed) for seed in experiments[0][1].seeds]))
    lines += ["expect { %s }" % expectation for expectation in ctx.attr.expectations]
    lines += ["reference { %s }" % reference for reference in ctx.attr.references]
    if ctx.attr.correction:
        lines.append("correction: " + ctx.attr.correction)
    return "\n".join(lines) + "\n"

def _written_suite(ctx, experiments):
    """The suite that the attributes describe, with the files that it names."""
    for label, info in experiments:
        if info.seeds != experiments[0][1].seeds:
            fail("'%s' has the seeds %s and '%s' the seeds %s: claims are over shared seeds" %
                 (label, info.seeds, experiments[0][0], experiments[0][1].seeds))

    # the plans lie below the same root as the suite, which names them from its folder
    suite = ctx.actions.declare_file(ctx.label.name + ".suite.textproto")
    up = "../" * suite.short_path.count("/")
    ctx.actions.write(suite, _suite_text(ctx, experiments, up))
    named = []
    for _, info in experiments:
        named += [info.plan] + info.data
    return suite, named

def _given_suite(ctx, experiments):
    """The suite of the attribute, with the files that it names."""
    for name in ["expectations", "references", "correction"]:
        if getattr(ctx.attr, name):
            fail("the suite says what is claimed; it leaves no room for '%s'" % name)
    named = []
    for _, info in experiments:
        named += info.sources
    return ctx.file.suite, depset(named).to_list()

def _check(ctx, suite, named):
    """Whether the claims speak of what the experiments measure: known before they run."""
    checked = ctx.actions.declare_file(ctx.label.name + ".check.txt")
    ctx.actions.run_shell(
        outputs = [checked],
        inputs = [suite] + named,
        tools = [ctx.executable._flow],
        command = 'out="$1"; shift; "$@" > "$out"',
        arguments = [checked.path, ctx.executable._flow.path, "check", suite.path],
        mnemonic = "FlowCheck",
        progress_message = "Checking %s" % ctx.label,
    )
    return checked

def _shell_quoted(words):
    return " ".join(["'%s'" % word.replace("'", "'\\''") for word in words])

def _flow_comparison_impl(ctx):
    experiments = [
        (label, target[FlowRunsInfo])
        for target, label in ctx.attr.experiments.items()
    ]
    suite, named = (_given_suite if ctx.file.suite else _written_suite)(ctx, experiments)
    inputs = [suite, _check(ctx, suite, named)] + named
    for _, info in experiments:
        inputs += info.runs
    labelled = [(label, run) for label, info in experiments for run in info.runs]

    page = ctx.actions.declare_file(ctx.label.name + ".html")
    ctx.actions.run_shell(
        outputs = [page],
        inputs = inputs,
        tools = [ctx.executable._flow],
        # it says where the page is, which Bazel says too
        command = '"$@" > /dev/null',
        arguments = [
            ctx.executable._flow.path,
            "report",
            "--suite=" + suite.path,
            "--out=" + page.path,
            "--title=" + ctx.label.name,
        ] + ["%s=%s" % (label, run.path) for label, run in labelled],
        mnemonic = "FlowReport",
        progress_message = "Drawing %s" % ctx.label,
    )

    test = ctx.actions.declare_file(ctx.label.name + ".sh")
    words = ["--suite=" + suite.short_path] + [
        "%s=%s" % (label, run.short_path)
        for label, run in labelled
    ]
    ctx.actions.expand_template(
        template = ctx.file._test,
        output = test,
        is_executable = True,
        substitutions = {
            "%{flow}": ctx.executable._flow.short_path,
            "%{page}": page.short_path,
            "%{words}": _shell_quoted(words),
        },
    )
    runfiles = ctx.runfiles(files = inputs + [page])
    runfiles = runfiles.merge(ctx.attr._flow[DefaultInfo].default_runfiles)
    return [DefaultInfo(
        files = depset([page, suite]),
        executable = test,
        runfiles = runfiles,
    )]

flow_comparison_test = rule(
    implementation = _flow_comparison_impl,
    attrs = {
        "experiments": attr.label_keyed_string_dict(
            providers = [FlowRunsInfo],
            mandatory = True,
        ),
        "suite": attr.label(allow_single_file = [".textproto"]),
        "expectations": attr.string_list(),
        "references": attr.string_list(),
        "correction": attr.string(),
        "_flow": attr.label(
            default = "//flowlang/cli:unstamped_flow",
            executable = True,
            cfg = "target",
        ),
        "_test": attr.label(
            default = "//bazel:comparison_test.sh.tpl",
            allow_single_file = True,
        ),
    },
    test = True,
)

def flow_comparison(
        name,
        experiments,
        suite = None,
        expectations = [],
        references = [],
        correction = "",
        seeds = [1, 2, 3],
        deps = [],
        data = [],
        **kwargs):
    """A test that sets experiments side by side and holds them to claims.

    `bazel build` of it draws the page `<name>.html`; `bazel test` prints the table,
    writes the verdicts as JUnit and fails with a sentence where a claim is not met.

    Args:
      name: of the test.
      experiments: labels, each with an experiment's file, or with a `flow_experiment`
        whose runs are used elsewhere as well or have settings of their own; the first
        is what the others are compared with. A file becomes the `flow_experiment`
        `<name>.<label>`.
      suite: the file of a suite, if there is one, which has those labels for the same
        files and seeds; what is claimed is then said there.
      expectations: claims as a suite has them behind `expect`, such as
        'metric: "w2" protocol: "ode" better: "A" than: "B"'.
      references: published values as a suite has them behind `reference`, such as
        'metric: "w2" protocol: "ode" of: "A" value: 0.3 source: "a paper"'.
      correction: of claims for being many, as a suite has it: "HOLM".
      seeds: of the files, a run each.
      deps: the experiments that the files extend.
      data: the points that the files read.
      **kwargs: of any test: size, tags, visibility.
    """
    targets = {}
    for label, target in experiments.items():
        if target.endswith(".textproto"):
            file, target = target, ":%s.%s" % (name, label)
            flow_experiment(
                name = target[1:],
                src = file,
                data = data,
                seeds = seeds,
                tags = kwargs.get("tags", []),
                visibility = ["//visibility:private"],
                deps = deps,
            )
        targets[target] = label
    flow_comparison_test(
        name = name,
        experiments = targets,
        suite = suite,
        expectations = expectations,
        references = references,
        correction = correction,
        **kwargs
    )

def flow_check_test(name, experiments):
    """Every file of the filegroup, experiment or suite, is sound, without a warning."""
    native.sh_test(
        name = name,
        size = "small",
        srcs = ["//benchmarks:check_experiments.sh"],
        args = [
            "$(location //flowlang/cli:unstamped_flow)",
            "$(locations %s)" % experiments,
        ],
        data = [
            experiments,
            "//flowlang/cli:unstamped_flow",
        ],
    )
