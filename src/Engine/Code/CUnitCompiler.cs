namespace TriageBot.Engine.Code;

/// <summary>Compiles all functions of a unit and puts code, strings and variables into the sections of an image.</summary>
internal sealed class CUnitCompiler(CUnit source, MiniCOptions options, CDiagnostics diagnostics)
{
    /// <summary>More than any module has; keeps the walk over calls short.</summary>
    private const int MaxFunctions = 1000;

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

        CFunction[] defined = [.. source.Functions.Where(f => f.Body is not null).Select(f => _scope.Functions[f.Name])];
        List<CCompiledFunction> compiled = [.. defined.Select(f => new CFunctionCompiler(f, _scope, options, diagnostics).Compile())];
        if (!diagnostics.IsEmpty)
        {
            return null;
        }

        CColdness coldness = new(_scope.Functions, source);
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
            Declare(function);
        }

        foreach (CVariable variable in source.Variables)
        {
            Declare(variable);
        }

        if (source.Functions.Length > MaxFunctions)
        {
            diagnostics.Add(1, 1, $"The source declares more than {MaxFunctions} functions.");
        }
    }

    private void Declare(CFunction function)
    {
        if (!_scope.Functions.TryGetValue(function.Name, out CFunction? before))
        {
            _scope.Functions.Add(function.Name, function);
            return;
        }

        if (before.Body is not null && function.Body is not null)
        {
            diagnostics.Add(function.Line, function.Column, $"'{function.Name}' is defined twice.");
        }
        else if (before.Result != function.Result || !before.Parameters.Select(p => p.Type).SequenceEqual(function.Parameters.Select(p => p.Type)))
        {
            diagnostics.Add(function.Line, function.Column, $"'{function.Name}' was declared with other types.");
        }

        // Attributes and linkage of a prototype hold for the definition, too.
        CFunction kept = before.Body is not null ? before : function;
        _scope.Functions[function.Name] = kept with
        {
            Attributes = before.Attributes | function.Attributes,
            Static = before.Static || function.Static,
        };
    }

    private void Declare(CVariable variable)
    {
        bool known = _scope.Variables.TryGetValue(variable.Name, out CVariable? before);
        if (_scope.Functions.ContainsKey(variable.Name) || (known && !before!.Extern && !variable.Extern))
        {
            diagnostics.Add(variable.Line, variable.Column, $"'{variable.Name}' is defined twice.");
        }
        else if (known && before!.Type != variable.Type)
        {
            diagnostics.Add(variable.Line, variable.Column, $"'{variable.Name}' was declared with another type.");
        }

        if (!known || before!.Extern)
        {
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
