return {overview = "", sections = {}}
