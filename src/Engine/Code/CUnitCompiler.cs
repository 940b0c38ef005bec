namespace TriageBot.Engine.Code;

/// <summary>Compiles all functions of a unit and puts code, strings and variables into the sections of an image.</summary>
internal sealed class CUnitCompiler(CUnit source, MiniCOptions options, CDiagnostics diagnostics)
{
    private readonly CUnitScope _scope = new();
    private readonly ImageBuilder _image = new();

    /// <summary>The image; meaningless when there are diagnostics.</summary>
    public ModuleImage? Compile()
    {
        DeclareAll();
        if (!diagnostics.IsEmpty)
        {
            return null;
        }

        CFunction[] defined = [.. source.Functions.Where(f => f.Body is not null)];
        List<CCompiledFunction> compiled = [.. defined.Select(f => new CFunctionCompiler(f, _scope, options, diagnostics).Compile())];
        if (!diagnostics.IsEmpty)
        {
            return null;
        }

        CColdness coldness = new(_scope.Functions);
        foreach (CCompiledFunction function in compiled)
        {
            _image.AddFunction(function, SectionOf(function.Source, coldness));
        }

        CVariableCompiler variables = new(_scope, _image, diagnostics);
        foreach (CVariable variable in _scope.Variables.Values.Where(v => !v.Extern || v.Value is not null))
        {
            variables.Add(variable);
        }

        _image.SetBytes(ImageBuilder.Strings, _scope.StringBytes);
        AddAlias("init_module", source.InitFunction);
        AddAlias("cleanup_module", source.ExitFunction);
        return _image.Build();
    }

    private static string SectionOf(CFunction function, CColdness coldness)
    {
        if ((function.Attributes & CAttributes.Init) != 0)
        {
            return ".init.text";
        }

        if ((function.Attributes & CAttributes.Exit) != 0)
        {
            return ".exit.text";
        }

        return coldness.IsCold(function.Name) ? ".text.unlikely" : ".text";
    }

    private void DeclareAll()
    {
        foreach (CFunction function in source.Functions)
        {
            if (_scope.Functions.TryGetValue(function.Name, out CFunction? before) && before.Body is not null)
            {
                if (function.Body is not null)
                {
                    diagnostics.Add(function.Line, function.Column, $"'{function.Name}' is defined twice.");
                }

                continue;
            }

            // Attributes and linkage of a prototype hold for the definition, too.
            _scope.Functions[function.Name] = function;
        }

        foreach (CVariable variable in source.Variables)
        {
            bool taken = _scope.Functions.ContainsKey(variable.Name)
                || (_scope.Variables.TryGetValue(variable.Name, out CVariable? before) && !before.Extern);
            if (taken)
            {
                diagnostics.Add(variable.Line, variable.Column, $"'{variable.Name}' is defined twice.");
            }

            _scope.Variables[variable.Name] = variable;
        }
    }

    /// <summary>What module_init and module_exit do: a second, global name for a function.</summary>
    private void AddAlias(string name, CName? function)
    {
        if (function is not null && !_image.AddAlias(name, function.Name))
        {
            diagnostics.Add(function.Line, function.Column, $"'{function.Name}' is not defined.");
        }
    }
}
