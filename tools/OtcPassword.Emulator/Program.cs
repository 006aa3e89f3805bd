using OtcPassword.Emulator;

return args is ["demo"] ? await DemoCommand.RunAsync() : await ServeCommand.RunAsync(args);
